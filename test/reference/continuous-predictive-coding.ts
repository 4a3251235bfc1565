import { forward } from './forward.js';
import { readGraph } from './graph.js';
import { matrixExponential } from './matrix-exponential.js';
import type { PredictiveCodingOptions } from './predictive-coding.js';
import type { Batch, Description, ParameterSet, PerNode } from './types.js';

/**
 * Values v of predictive coding with frozen predictions at a time, in tau: y(t) = e^(A t) y(0), where y holds every value and
 * a last 1. Outputs stay at their targets; of the others, with S the variance of a node (1 but for outputs),
 *   v = f(W v + b):   dv/dt = mu - v + sum over children of W^T (f'(a) (v - mu) / S)
 *   v = W f(v) + b:   dv/dt = mu - v + f'(mu) sum over children of W^T ((v - mu) / S)
 * mu, a and f' those of the forward sweep. For small networks only.
 */
export function continuousPredictiveCoding(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  options: Pick<PredictiveCodingOptions, 'convention' | 'outputVariance'> & { readonly time: number },
): PerNode {
  const graph = readGraph(network);
  const latched = forward(network, params, batch.inputs);
  const post = options.convention === 'post-activation';
  const mu = (name: string) => (post ? latched[name].activity : latched[name].preactivation);
  const first: Record<string, number> = {};
  let size = 0;
  for (const { name, units } of graph.order) {
    first[name] = size;
    size += units;
  }
  const values: PerNode = Object.fromEntries(graph.order.map(({ name }) => [name, []]));
  const [{ name: any }] = graph.order;
  for (let s = 0; s < latched[any].slope.length; s++) {
    const a = Array.from({ length: size + 1 }, () => new Array<number>(size + 1).fill(0));
    for (const { name, units } of graph.order) {
      if (name in graph.losses) continue;
      for (let j = 0; j < units; j++) {
        const row = a[first[name] + j];
        row[first[name] + j] = -1;
        row[size] = mu(name)[s][j];
        for (const { child, offset } of graph.children[name]) {
          const { units: above, ins } = graph.order.find((node) => node.name === child)!;
          const variance = child in graph.losses ? options.outputVariance : 1;
          for (let i = 0; i < above; i++) {
            const gain = post ? latched[child].slope[s][i] : latched[name].slope[s][j];
            const share = (params[`${child}.weight`].data[i * ins + offset + j] * gain) / variance;
            row[first[child] + i] += share;
            row[size] -= share * mu(child)[s][i];
          }
        }
      }
    }
    const start = graph.order.flatMap(({ name }) =>
      name in graph.losses ? batch.targets[name][s] : mu(name)[s],
    );
    const flow = matrixExponential(a.map((row) => row.map((value) => value * options.time)));
    const end = flow.map((row) => row.reduce((sum, value, k) => sum + value * [...start, 1][k], 0));
    for (const { name, units } of graph.order) values[name].push(end.splice(0, units));
  }
  return values;
}
