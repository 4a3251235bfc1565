import type { Given } from './stage.js';
import type { Value } from './value.js';

/** Third factors of a node of so many units, each [batch, units]; 0 of those that are not given. */
export function spreadFactors<T>(
  { m, rule, batch, factors = {} }: Pick<Given<T>, 'm' | 'rule' | 'batch' | 'factors'>,
  size: number,
): Readonly<Record<string, Value<T>>> {
  const entries = (rule.factors ?? []).map((name) => {
    const given = factors[name];
    if (!given) return [name, 0] as const;
    const spread = Float64Array.from({ length: batch * size }, (_, k) => given[Math.floor(k / size)]);
    return [name, m.upload(spread, [batch, size])] as const;
  });
  return Object.fromEntries(entries);
}
