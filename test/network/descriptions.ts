import fc from 'fast-check';

/** A node of a graph description, free to be wrong. */
export interface LooseNode {
  type?: unknown;
  units?: unknown;
  activation?: unknown;
  from?: unknown;
  init?: unknown;
  [stranger: string]: unknown;
}

/** A graph description, free to be wrong. */
export interface LooseGraph {
  inputs?: Record<string, unknown>;
  nodes?: Record<string, LooseNode>;
  outputs?: Record<string, unknown>;
  [stranger: string]: unknown;
}

/** A dense node on the named parents. */
export const dense = (units: number, ...from: string[]) => ({ type: 'dense', units, from });

/** `u` [3] -> `hidden` 4 -> `out` 2: a good description, made anew each time, to be spoilt by `change`. */
export function graphWith(change: Omit<LooseGraph, 'nodes'> & { nodes?: Record<string, LooseNode> } = {}) {
  const { nodes = {}, ...rest } = change;
  return {
    inputs: { u: [3] },
    outputs: { out: { loss: 'mse' } },
    ...rest,
    nodes: { hidden: dense(4, 'u'), out: dense(2, 'hidden'), ...nodes },
  };
}

/** The hidden node of `graphWith`, with some fields set otherwise. */
export const hiddenWith = (change: LooseNode) =>
  graphWith({ nodes: { hidden: { ...dense(4, 'u'), ...change } } });

/** One layer of two units on three inputs, with some fields set otherwise. */
export const layeredWith = (change: Record<string, unknown>) => ({
  input: [3],
  layers: [{ type: 'dense', units: 2 }],
  ...change,
});

/** What `randomGraph` draws: nodes `n0`, `n1`, ... take inputs and nodes with a smaller number only. */
export interface DrawnGraph {
  readonly inputs: Record<string, number[]>;
  readonly nodes: Record<string, { type: string; units: number; from: string[] }>;
  readonly outputs: Record<string, { loss: string }>;
}

const names = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i}`);

function parentsOf(i: number, inputs: readonly string[]): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray([...inputs, ...names('n', i)], { minLength: 1 });
}

/** Random acyclic graphs, nodes listed in any order, every node and input in use. */
export const randomGraph: fc.Arbitrary<DrawnGraph> = fc
  .record({ nodes: fc.integer({ min: 1, max: 9 }), inputs: fc.integer({ min: 1, max: 3 }) })
  .chain(({ nodes, inputs }) =>
    fc.record({
      units: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: nodes, maxLength: nodes }),
      from: fc.tuple(...names('n', nodes).map((_, i) => parentsOf(i, names('u', inputs)))),
      listing: fc.shuffledSubarray(names('n', nodes), { minLength: nodes }),
      alsoOutputs: fc.subarray(names('n', nodes)),
    }),
  )
  .map(({ units, from, listing, alsoOutputs }) => {
    const taken = new Set(from.flat());
    const used = [...taken].filter((name) => name.startsWith('u'));
    const ends = listing.filter((name) => !taken.has(name) || alsoOutputs.includes(name));
    const place = (name: string) => Number(name.slice(1));
    return {
      inputs: Object.fromEntries(used.map((name) => [name, [place(name) + 1]])),
      nodes: Object.fromEntries(listing.map((n) => [n, dense(units[place(n)], ...from[place(n)])])),
      outputs: Object.fromEntries(ends.map((name) => [name, { loss: 'mse' }])),
    };
  });
