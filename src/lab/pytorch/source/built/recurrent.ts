import { at, type BuiltWriter, commas, inner, moduleOf } from '../writer.js';

const recurrent =
  (name: 'LSTM' | 'GRU', gates: number): BuiltWriter =>
  ({ network, parameters, shapes }, node) => {
    const [rows, features] = parameters[`${node}.ih.0.weight`];
    const units = rows / gates;
    const [x] = network.views![`${node}.x.0`].from;
    const steps = inner(network, node).filter((one) => one.startsWith(`${node}.ih.`)).length;
    const [all] = shapes[x];
    return {
      ...{ x, spec: { units, steps } },
      module: `nn.${name}(${features}, ${units}, batch_first=True)`,
      value: `${moduleOf(node)}(${at(x)}.reshape(-1, ${commas([all, features])})[:, :${steps}])[0][:, -1]`,
    };
  };

export const lstm = recurrent('LSTM', 4);
export const gru = recurrent('GRU', 3);
