import type { Chosen, RuleOptions } from '../rules/family.js';
import { checkOptimiser, optimiserOf, refuseClipNorm } from '../sim/optimising.js';
import type { Rule } from '../sim/rule.js';
import type { OptimiserFamily } from '../synapses/optimiser.js';
import { optimisers, standardOptimiser } from '../synapses/optimisers.js';

/** An optimiser as a configuration has it, with all that it leaves to choose. */
export type ChosenOptimiser = { readonly name: string } & Chosen<RuleOptions>;

interface Asked {
  readonly optimiser?: unknown;
  readonly clip?: number | undefined;
  readonly clipNorm?: number | undefined;
  readonly learningRate: number;
  readonly engine?: string;
}

const given = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>;
  };

/**
 * The optimiser that a configuration asks for; none if that is gradient descent, so that other records stay as they are.
 * @throws {InputError} on one that is none, or that has no meaning under the rule
 */
export function configuredOptimiser(
  { optimiser = standardOptimiser.name, clip, clipNorm, learningRate, engine }: Asked,
  rule: Rule,
  where: string,
): { readonly optimiser: ChosenOptimiser } | undefined {
  const chosen = optimiserOf(optimiser, `${where}.optimiser`);
  if (engine === 'events') refuseClipNorm(`${where}.clipNorm`, given({ clipNorm }));
  checkOptimiser(where, rule, { learningRate, optimiser: chosen, ...given({ clip, clipNorm }) });
  if (!chosen.descend) return undefined;
  return { optimiser: { name: chosen.name, ...chosen.settings } as ChosenOptimiser };
}

/**
 * A configuration that names no learning rate, or no weight decay, gets that of its optimiser, if that has one; what they are
 * is checked later.
 */
export function withLearningRate(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const { optimiser, learningRate, weightDecay } = given as Readonly<Record<string, unknown>>;
  const { name = optimiser } = Object(optimiser) as { readonly name?: unknown };
  const families: Readonly<Record<string, OptimiserFamily>> = optimisers;
  const own = typeof name === 'string' && Object.hasOwn(families, name) ? families[name] : undefined;
  if (!own) return given;
  return {
    ...given,
    ...(learningRate === undefined && own.learningRate !== undefined && { learningRate: own.learningRate }),
    ...(weightDecay === undefined && own.weightDecay !== undefined && { weightDecay: own.weightDecay }),
  };
}
