import { z } from 'zod';
import { refuse } from '../../errors.js';
import { randomStream } from '../../math/random.js';
import { listOf, type SynapseList } from '../../synapses/synapse-block.js';

const positive = z.int('a whole number of at least 1').min(1, 'a whole number of at least 1');
const place = z.int('a whole number of at least 0').min(0, 'a whole number of at least 0');
const share = 'a number above 0, at most 1';

/** Who is connected: one of these. `seed` is of what is drawn. */
export const connectKeys = {
  /** NEST's pairwise_bernoulli, Brian2's connect(p=...): each synapse by itself. */
  probability: z.number(share).positive(share).max(1, share).optional(),
  /** NEST's fixed_indegree and fixed_outdegree, no synapse twice. */
  inDegree: positive.optional(),
  outDegree: positive.optional(),
  /** [pre, post] of each, Brian2's connect(i=..., j=...). */
  pairs: z.array(z.tuple([place, place], '[pre, post]'), 'a list of pairs, like [[0, 2]]').optional(),
  /** A row for each unit, a one for each synapse. */
  mask: z.array(z.array(z.union([z.literal(0), z.literal(1)], '0 or 1')), 'rows of 0 and 1').optional(),
  seed: z.int('a whole number').default(1),
};

/** The same, as read. */
export interface Connect {
  readonly probability?: number;
  readonly inDegree?: number;
  readonly outDegree?: number;
  readonly pairs?: readonly (readonly [pre: number, post: number])[];
  readonly mask?: readonly (readonly number[])[];
  readonly seed: number;
}

const ways = ['probability', 'inDegree', 'outDegree', 'pairs', 'mask'] as const;

/** @throws {InputError} unless there is one of them, and it fits */
export function requireConnect(where: string, given: Connect, pres: number, posts: number): void {
  const named = ways.filter((way) => given[way] !== undefined);
  if (named.length !== 1) {
    const got = named.length === 0 ? 'nothing that says who is connected' : named.join(' and ');
    refuse({ where, got, expected: `one of ${ways.join(', ')}`, hint: 'probability 0.1' });
  }
  const { inDegree = 1, outDegree = 1, pairs = [], mask } = given;
  if (inDegree > pres)
    refuse({ where: `${where}.inDegree`, got: String(inDegree), expected: `at most ${pres}` });
  if (outDegree > posts)
    refuse({ where: `${where}.outDegree`, got: String(outDegree), expected: `at most ${posts}` });
  requirePairs(`${where}.pairs`, pairs, pres, posts);
  if (mask && (mask.length !== posts || mask.some((row) => row.length !== pres))) {
    const got = `${mask.length} rows of ${[...new Set(mask.map((row) => row.length))].join(' and ')}`;
    refuse({ where: `${where}.mask`, got, expected: `${posts} rows of ${pres}` });
  }
}

function requirePairs(
  where: string,
  pairs: NonNullable<Connect['pairs']>,
  pres: number,
  posts: number,
): void {
  const seen = new Set<string>();
  for (const [k, [pre, post]] of pairs.entries()) {
    const got = `[${pre}, ${post}]`;
    if (pre >= pres || post >= posts)
      refuse({ where: `${where}[${k}]`, got, expected: `[pre, post] below [${pres}, ${posts}]` });
    if (seen.has(got)) refuse({ where: `${where}[${k}]`, got: `${got} again`, expected: 'each pair once' });
    seen.add(got);
  }
}

/** The synapses, in the order of the units that they end at, then of those that they come from. */
export function drawn(given: Connect, pres: number, posts: number): SynapseList {
  const rows = rowsOf(given, pres, posts);
  let weight = 0;
  const firsts = rows.map((row) => {
    const first = weight;
    weight += row.length;
    return first;
  });
  return listOf(posts, (tell) => {
    for (const [post, row] of rows.entries())
      for (const [k, pre] of row.entries()) tell(pre, post, firsts[post] + k);
  });
}

/** Of each unit, from whom it has synapses, ascending. */
function rowsOf(
  { probability, inDegree, outDegree, pairs, mask, seed }: Connect,
  pres: number,
  posts: number,
) {
  const stream = randomStream(seed, 'connections');
  const all = Array.from({ length: pres }, (_, pre) => pre);
  if (mask) return mask.map((row) => all.filter((pre) => row[pre] === 1));
  if (inDegree !== undefined) return Array.from({ length: posts }, () => some(all, inDegree, stream.uniform));
  const rows = Array.from({ length: posts }, (): number[] => []);
  if (probability !== undefined) {
    for (const row of rows) for (const pre of all) if (stream.uniform() < probability) row.push(pre);
  } else if (outDegree !== undefined) {
    const ends = Array.from({ length: posts }, (_, post) => post);
    for (const pre of all) for (const post of some(ends, outDegree, stream.uniform)) rows[post].push(pre);
  } else {
    for (const [pre, post] of pairs ?? []) rows[post].push(pre);
    for (const row of rows) row.sort((a, b) => a - b);
  }
  return rows;
}

/** So many of a list, none twice, in order. */
function some(from: readonly number[], count: number, uniform: () => number): number[] {
  const rest = [...from];
  const chosen = Array.from({ length: count }, (_, k) => {
    const at = k + Math.floor(uniform() * (rest.length - k));
    [rest[k], rest[at]] = [rest[at], rest[k]];
    return rest[k];
  });
  return chosen.sort((a, b) => a - b);
}

/** Mean numbers of synapses of a unit. */
export const degreesIn = (synapses: number, posts: number, pres: number) => ({
  in: Math.max(1, synapses / posts),
  out: Math.max(1, synapses / pres),
});
