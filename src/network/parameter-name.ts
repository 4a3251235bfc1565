/** Names a parameter as files do: `NODE.weight`; of a projection with weights of its own, `NODE:NAME.weight`. */
export const parameterName = (node: string, parameter: string): string =>
  parameter.startsWith(':') ? `${node}${parameter}` : `${node}.${parameter}`;
