import { refuse } from '../../../errors.js';
import { fingerprint } from '../../../math/fingerprint.js';
import type { Network } from '../../../network/network.js';

/** Plain data, numbers finite. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** What a state holds under, by name: whoever goes on from it has to have the same. The grain is none of it. */
export type Conditions = Readonly<Record<string, Plain>>;

/** @throws {InputError} naming the first condition that was another when the state was saved */
export function checkConditions(where: string, saved: unknown, own: Conditions): void {
  const was = isRecord(saved) ? saved : {};
  for (const key of new Set([...Object.keys(own), ...Object.keys(was)])) {
    const found = difference(key, was[key], own[key]);
    if (!found) continue;
    const hint = 'the network, options and presentation that it was saved under';
    refuse({ where, got: `a state saved with ${found.was}`, expected: found.is, hint });
  }
}

/** Options as conditions: without those that were not given. */
export function plain(value: unknown): Plain {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value as Plain;
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(given.map(([key, one]) => [key, plain(one)]));
}

/** Numbers in short: one where all are the same, and what tells many from others. */
export function inShort(values: ArrayLike<number>): Plain {
  const all = Array.from(values);
  if (all.every((value) => value === all[0])) return all[0] ?? null;
  if (all.length <= 8) return all;
  const [least, most] = all.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [Infinity, -Infinity]);
  return `${all.length} from ${least} to ${most}, fingerprint ${fingerprint(all)}`;
}

/** Of a network: all but how its first weights are drawn. */
export function networkCondition({ inputs, nodes, outputs }: Network): Plain {
  const wiring = Object.entries(nodes).map(([name, { init, ...spec }]) => [name, spec]);
  return plain({ inputs, nodes: Object.fromEntries(wiring), outputs });
}

interface Difference {
  readonly was: string;
  readonly is: string;
}

// The whole of it where that is short enough to read, else the first part that differs.
function difference(name: string, was: unknown, is: unknown): Difference | undefined {
  const [before, now] = [written(was), written(is)];
  if (before === now) return undefined;
  if (isRecord(was) && isRecord(is) && before.length + now.length > 200) {
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const found = difference(`${name}.${key}`, was[key], is[key]);
      if (found) return found;
    }
  }
  return { was: `${name} ${before}`, is: `${name} ${now}` };
}

/** As JSON, keys in order. */
function written(value: unknown): string {
  if (value === undefined) return 'none';
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? 'none';
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${written(value[key])}`);
  return `{${entries.join(',')}}`;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
