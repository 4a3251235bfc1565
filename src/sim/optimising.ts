import { choose, refuse } from '../errors.js';
import { checkValues } from '../network/parameters.js';
import type { Shape } from '../network/shapes.js';
import { asObject, show } from '../schema.js';
import { type Optimiser, type OptimiserFamily, optimiser } from '../synapses/optimiser.js';
import { optimisers } from '../synapses/optimisers.js';
import type { Rule } from './rule.js';
import { ruleOptionsOf } from './rule-options.js';
import type { LearningRates, OptimiserState } from './simulator.js';
import { movesWeights } from './traits.js';

/** Reads `"adam"` or `{"name": "adam", "beta1": 0.8}` and fills in the defaults. @throws {InputError} */
export function optimiserOf(given: unknown, where = 'optimiser'): Optimiser {
  const { name, ...chosen } = asObject(where, typeof given === 'string' ? { name: given } : given);
  if (typeof name !== 'string')
    refuse({ where: `${where}.name`, got: show(name), expected: 'the name of an optimiser' });
  const family: OptimiserFamily = choose(`${where}.name`, optimisers, name);
  return optimiser(family, ruleOptionsOf(family, chosen, where));
}

/** Weights go down their gradients, and nothing else. */
export const isPlain = ({
  optimiser,
  clip,
  clipNorm,
}: Pick<LearningRates, 'optimiser' | 'clip' | 'clipNorm'>): boolean =>
  !optimiser?.descend && clip === undefined && clipNorm === undefined;

/**
 * @param where what errors call the rates
 * @throws {InputError} on a clip that is none, on both, and, where weights move while a presentation goes on, on any optimiser
 * but sgd and on a clip: there is no gradient of the presentation then
 */
export function checkOptimiser(where: string, rule: Rule, rates: LearningRates): void {
  const { optimiser, clip, clipNorm } = rates;
  for (const [field, value] of Object.entries({ clip, clipNorm }))
    if (value !== undefined && !(value > 0 && value < Infinity))
      refuse({ where: `${where}.${field}`, got: String(value), expected: 'a finite number above 0' });
  if (clip !== undefined && clipNorm !== undefined) {
    const got = `${clipNorm} with a clip of ${clip}`;
    refuse({ where: `${where}.clipNorm`, got, expected: 'one of them: by value, or by norm' });
  }
  if (isPlain(rates) || !movesWeights(rule)) return;
  const clipping = clip === undefined ? 'clipNorm' : 'clip';
  const [field, got] = optimiser?.descend
    ? ['optimiser', optimiser.name]
    : [clipping, String(clip ?? clipNorm)];
  refuse({
    where: `${where}.${field} with rule ${rule.name}`,
    got,
    expected: `${field === 'optimiser' ? 'sgd' : 'none'}: its weights move before a gradient is complete`,
  });
}

/** @throws {InputError} on a clip by norm on the event engine: nobody there knows the gradients of all synapses */
export function refuseClipNorm(where: string, { clipNorm }: Pick<LearningRates, 'clipNorm'>): void {
  if (clipNorm === undefined) return;
  refuse({
    where,
    got: `${clipNorm} with engine events`,
    expected: 'none: the norm of all gradients is not local, and no synapse hears of the others',
    hint: 'clip, which brings each gradient to a range by itself, or engine batched',
  });
}

/**
 * @param shapes of the parameters
 * @throws {InputError} unless all traces are those of parameters, of their shape and finite, and of an optimiser of the list
 * as it has them
 */
export function checkOptimiserState(
  where: string,
  { name, updates, traces }: OptimiserState,
  shapes: Readonly<Record<string, Shape>>,
): void {
  if (!Number.isSafeInteger(updates) || updates < 0)
    refuse({ where: `${where}: updates`, got: String(updates), expected: 'a count' });
  const kept = new Map<string, string[]>();
  for (const [key, values] of Object.entries(traces)) {
    const at = key.lastIndexOf('.');
    const parameter = key.slice(0, at);
    if (!Object.hasOwn(shapes, parameter))
      refuse({ where, got: `a trace ${JSON.stringify(key)}`, expected: 'PARAMETER.TRACE of a parameter' });
    checkValues(`${where}: ${key}`, values, shapes[parameter]);
    kept.set(parameter, [...(kept.get(parameter) ?? []), key.slice(at + 1)]);
  }
  if (!Object.hasOwn(optimisers, name)) return;
  const expected = optimiserOf(name).traces;
  const { mayKeep = [] }: OptimiserFamily = optimisers[name as keyof typeof optimisers];
  for (const [parameter, got] of kept) {
    const others = got.filter((trace) => !expected.includes(trace));
    if (expected.every((trace) => got.includes(trace)) && others.every((trace) => mayKeep.includes(trace)))
      continue;
    refuse({
      where: `${where}: ${parameter}`,
      got: `traces ${got.join(', ')}`,
      expected: `those of ${name}: ${expected.join(', ') || 'none'}`,
    });
  }
  if (updates > 0 && expected.length > 0 && kept.size === 0)
    refuse({ where, got: 'no traces', expected: `those of ${updates} updates of ${name}` });
}
