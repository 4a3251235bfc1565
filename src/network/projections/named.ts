import { refuse } from '../../errors.js';
import { asObject, refuseUnknownKeys, show } from '../../schema.js';
import type { InitialiserSpec } from '../initialiser.js';
import { readInitialiser } from '../initialisers.js';
import type { NodeSpec } from '../node-type.js';
import { kinds } from './patterns.js';
import type { ProjectionSpec } from './projection-spec.js';

/** What a projection is called, whose weights are a parameter of their own: `NODE:NAME.weight`. */
export interface Naming {
  readonly name?: string | undefined;
  /** Initialisers of its weights, and of its feedback weights. */
  readonly init?: Readonly<Record<string, InitialiserSpec>> | undefined;
  /** Whose weights it has: `NODE` or `NODE:NAME`. */
  readonly share?: string | undefined;
}

/** The parameter of a projection, as keys of a node's parameters have it. */
export const keyOf = (name: string, parameter: 'weight' | 'feedback'): string => `:${name}.${parameter}`;

/** How choices and rates call a projection. */
export const addressOf = (node: string, name: string): string => `${node}:${name}`;

interface Given {
  readonly from: string;
  readonly name?: string | undefined;
  readonly init?: unknown;
  readonly share?: string | undefined;
}

/** Reads what a projection says of weights of its own; it is called as its source, where it says so much and no name. */
export function readNaming(
  where: string,
  { from, name, init, share }: Given,
  { pattern, weights }: Pick<ProjectionSpec, 'pattern' | 'weights'>,
): Naming {
  const own = init !== undefined || share !== undefined;
  const called = name ?? (own ? from : undefined);
  if (called === undefined) return {};
  if (!/^[A-Za-z_][\w.-]*$/.test(called))
    refuse({
      where: `${where}.name`,
      got: show(called),
      expected: 'letters, digits, "_", "-" and ".", beginning with a letter or "_"',
    });
  if (!learning(pattern, weights)) {
    const field = name !== undefined ? 'name' : init !== undefined ? 'init' : 'share';
    refuse({
      where: `${where}.${field}`,
      got: `${show({ name, init, share }[field])}, of weights that are fixed`,
      expected: 'none: nothing of it is a parameter',
    });
  }
  if (init !== undefined && share !== undefined)
    refuse({ where: `${where}.init`, got: 'init and share', expected: 'one of them' });
  return {
    name: called,
    ...(init !== undefined && { init: readInit(`${where}.init`, init) }),
    ...(share !== undefined && { share }),
  };
}

const learning = ({ type }: NodeSpec, weights: ProjectionSpec['weights']): boolean =>
  Object.hasOwn(kinds, type) && typeof weights !== 'object';

function readInit(where: string, value: unknown): Naming['init'] {
  const given = asObject(where, value);
  refuseUnknownKeys(where, ['weight', 'feedback'], given);
  const all = Object.entries(given);
  return Object.fromEntries(all.map(([key, init]) => [key, readInitialiser(`${where}.${key}`, init)]));
}

/** @throws {InputError} on a name that two projections of a node have */
export function requireNames(where: string, all: readonly Naming[]): void {
  const names = all.map(({ name }) => name);
  const twice = names.findIndex((name, k) => name !== undefined && names.indexOf(name) < k);
  if (twice < 0) return;
  refuse({
    where: `${where}[${twice}].name`,
    got: `${show(names[twice])}, which projection ${names.indexOf(names[twice])} has`,
    expected: 'a name of its own',
  });
}
