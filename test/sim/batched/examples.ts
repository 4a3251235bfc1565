import {
  anyTargets,
  type Batch,
  backprop,
  chain,
  type Example,
  example,
  forward,
  tangle,
} from '../../reference/index.js';

const activations = ['linear', 'relu', 'tanh', 'sigmoid', 'softplus'];
const losses = ['mse', 'cross-entropy'];
const shapes = { chain, tangle };

/** How near any pre-activation comes to 0, where relu has its kink. */
export function kinkDistance([network, parameters, batch]: Example): number {
  const latched = Object.values(forward(network, parameters, batch.inputs));
  const all = latched.flatMap(({ preactivation }) => preactivation.flat());
  return Math.min(...all.map(Math.abs));
}

/**
 * How much of the samples' gradients is left in their mean, for the parameter where that is least: where they
 * cancel, the mean has as many digits fewer in float32.
 */
export function remainder([network, parameters, batch]: Example): number {
  const size = (values: readonly number[]) => Math.max(...values.map(Math.abs));
  const whole = backprop(network, parameters, batch);
  const single = samplesOf(batch).map((sample) => backprop(network, parameters, sample));
  const shares = Object.entries(whole).map(
    ([name, mean]) => size(mean) / Math.max(...single.map((gradient) => size(gradient[name]))),
  );
  return Math.min(...shares);
}

function samplesOf({ inputs, targets }: Batch): Batch[] {
  const count = Object.values(inputs)[0].length;
  const only = (set: Batch['inputs'], s: number) =>
    Object.fromEntries(Object.entries(set).map(([name, rows]) => [name, [rows[s]]]));
  return Array.from({ length: count }, (_, s) => ({ inputs: only(inputs, s), targets: only(targets, s) }));
}

/** A finite difference moves a pre-activation by about 1e-5, and float32 by less: off the kink they stay off it. */
export const safe = { distance: 1e-3, remainder: 0.1 };

function firstSafe(make: (seed: number) => Example): Example {
  for (let seed = 1; seed < 1000; seed++) {
    const candidate = make(seed);
    if (kinkDistance(candidate) > safe.distance && remainder(candidate) > safe.remainder) return candidate;
  }
  throw new Error('examples: got 999 seeds with kinks or cancelling samples, expected one without.');
}

const distributions = activations.flatMap((activation) =>
  losses.flatMap((loss) =>
    Object.entries(shapes).map(([shape, make]): [string, Example] => [
      `${shape}, ${activation}, ${loss}`,
      firstSafe((seed) => example(make(activation, loss), 5, seed)),
    ]),
  ),
);

const masked = losses.flatMap((loss) =>
  Object.entries(shapes).map(([shape, make]): [string, Example] => [
    `${shape}, tanh, ${loss}, masked and weighted`,
    firstSafe((seed) => anyTargets(example(make('tanh', loss), 5, seed), seed)),
  ]),
);

/**
 * Every activation and loss, in a chain and in a graph with skips, two inputs and two outputs; and targets that sum to
 * whatever they do.
 */
export const examples: readonly (readonly [name: string, problem: Example])[] = [...distributions, ...masked];
