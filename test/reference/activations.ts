/** f(a) for one unit. */
export function activate(kind: string, a: number): number {
  switch (kind) {
    case 'linear':
      return a;
    case 'relu':
      return Math.max(a, 0);
    case 'tanh':
      return Math.tanh(a);
    case 'sigmoid':
      return sigmoid(a);
    case 'softplus': // log(1 + e^a), written so that e^a cannot overflow
      return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
    default:
      throw unknown(kind);
  }
}

/** f'(a) for one unit; relu'(0) = 0. */
export function slope(kind: string, a: number): number {
  switch (kind) {
    case 'linear':
      return 1;
    case 'relu':
      return a > 0 ? 1 : 0;
    case 'tanh':
      return 1 - Math.tanh(a) ** 2;
    case 'sigmoid':
      return sigmoid(a) * sigmoid(-a);
    case 'softplus':
      return sigmoid(a);
    default:
      throw unknown(kind);
  }
}

/** 1 / (1 + e^-a) */
function sigmoid(a: number): number {
  return 1 / (1 + Math.exp(-a));
}

function unknown(kind: string): Error {
  return new Error(
    `reference.activation: got "${kind}", expected linear, relu, tanh, sigmoid or softplus. Try one of those.`,
  );
}
