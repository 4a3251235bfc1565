import { finish, initialState, type Problem, prepare } from './problem.js';
import type { RelaxOptions } from './relax.js';
import type { Batch, Description, Initial, ParameterSet, PerNode, Relaxed, Schedule } from './types.js';

/**
 * State of a chain after `steps` Euler steps of size h, without stepping:
 * x_l(k) = sum_{m < M} c(k, m) P(l, m) x_{l+m}(0) + (1 - sum_{m < M} c(k, m)) P(l, M) e,
 * where the clamped output is M layers above l and P(l, m) = J_l ... J_{l+m-1}.
 */
export function closedForm(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  options: RelaxOptions,
): Relaxed {
  const { schedule, steps, stepSize, initial } = options;
  const problem = prepare(network, params, batch);
  return chainState(problem, initial ?? 'forward', (m) => coefficient(schedule, steps, m, stepSize));
}

/** The same in continuous time, in units of tau: c(t, m) = t^m e^-t / m!. */
export function closedFormAt(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  options: { readonly time: number; readonly initial?: Initial },
): Relaxed {
  const problem = prepare(network, params, batch);
  return chainState(problem, options.initial ?? 'forward', (m) => {
    let c = Math.exp(-options.time);
    for (let i = 1; i <= m; i++) c *= options.time / i;
    return c;
  });
}

/**
 * c(k, m): how much of the state m layers above is left in a layer after k steps.
 * Synchronous: binomial(k, m) h^m (1-h)^(k-m); top-down: binomial(k+m-1, m) h^m (1-h)^k.
 */
export function coefficient(schedule: Schedule, k: number, m: number, h: number): number {
  if (schedule === 'synchronous') return m > k ? 0 : binomial(k, m) * h ** m * (1 - h) ** (k - m);
  return binomial(k + m - 1, m) * h ** m * (1 - h) ** k;
}

/** n (n-1) ... (n-m+1) / m! */
function binomial(n: number, m: number): number {
  let value = 1;
  for (let i = 0; i < m; i++) value *= (n - i) / (i + 1);
  return value;
}

function chainState(problem: Problem, initial: Initial, c: (m: number) => number): Relaxed {
  const names = problem.graph.order.map((node) => node.name);
  if (
    problem.graph.order.some((node, l) => node.from.length !== 1 || (l > 0 && node.from[0] !== names[l - 1]))
  ) {
    throw new Error('reference.closedForm: got a graph, expected a chain of dense layers. Try `relax`.');
  }
  const start = initialState(problem, initial);
  const activity: PerNode = {};
  names.forEach((name, l) => {
    activity[name] = start[name].map((_, s) => layerState(problem, start, names, l, s, c));
  });
  return finish(problem, activity);
}

/** x_l of one sample: the sum of the docstring of `closedForm`, term by term. */
function layerState(
  problem: Problem,
  start: PerNode,
  names: string[],
  l: number,
  sample: number,
  c: (m: number) => number,
): number[] {
  const distance = names.length - 1 - l;
  const x = start[names[l]][sample].map(() => 0);
  let left = 1;
  for (let m = 0; m <= distance; m++) {
    const share = m < distance ? c(m) : left;
    left -= share;
    let term = start[names[l + m]][sample];
    for (let above = l + m; above > l; above--) term = jacobian(problem, names[above], sample, term);
    for (let j = 0; j < x.length; j++) x[j] += share * term[j];
  }
  return x;
}

/** J x = W^T (f'(abar) * x): from the state of a layer to the drive of the layer below. */
function jacobian(problem: Problem, layer: string, sample: number, x: number[]): number[] {
  const weight = problem.weights[layer];
  const slope = problem.latched[layer].slope[sample];
  return weight[0].map((_, j) => weight.reduce((sum, row, i) => sum + row[j] * slope[i] * x[i], 0));
}
