/** A chain of dense relu layers under a linear output: weights [out][in] and biases of each layer, the output's last. */
export interface ReluChain {
  readonly weights: readonly (readonly (readonly number[])[])[];
  readonly biases: readonly (readonly number[])[];
}

/**
 * Hidden activities after `steps` Euler steps x <- x + h (-x + drive) of the unfrozen relaxation of one sample, slopes
 * taken at the pre-activations of the moment; from the forward state, loss 1/2 sum of (output - target)^2. In plain
 * loops that make nothing, for millions of steps.
 */
export function unfrozenEuler(
  { weights, biases }: ReluChain,
  input: readonly number[],
  target: readonly number[],
  { steps, stepSize }: { readonly steps: number; readonly stepSize: number },
): number[][] {
  const last = weights.length - 1;
  const x = [Float64Array.from(input), ...biases.map((bias) => new Float64Array(bias.length))];
  for (let l = 0; l <= last; l++) {
    for (const [i, row] of weights[l].entries()) {
      const a = preActivation(row, biases[l][i], x[l]);
      x[l + 1][i] = l === last ? a - target[i] : Math.max(a, 0);
    }
  }
  const said = x.map((layer) => new Float64Array(layer.length));
  for (let k = 0; k < steps; k++) {
    for (let l = 0; l <= last; l++) {
      for (let i = 0; i < biases[l].length; i++) {
        const on = l === last || preActivation(weights[l][i], biases[l][i], x[l]) > 0;
        said[l + 1][i] = on ? x[l + 1][i] : 0;
      }
    }
    for (let l = 1; l <= last; l++) {
      for (let j = 0; j < x[l].length; j++) {
        let drive = 0;
        for (let i = 0; i < said[l + 1].length; i++) drive += weights[l][i][j] * said[l + 1][i];
        x[l][j] += stepSize * (drive - x[l][j]);
      }
    }
  }
  return x.slice(1, -1).map((layer) => [...layer]);
}

function preActivation(row: readonly number[], bias: number, below: Float64Array): number {
  let a = bias;
  for (let j = 0; j < row.length; j++) a += row[j] * below[j];
  return a;
}
