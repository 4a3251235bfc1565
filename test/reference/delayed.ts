import { initialState, prepare } from './problem.js';
import type { Batch, Description, Initial, ParameterSet } from './types.js';

/** Steps by which what synapse (post, pre) of a node, from its `parent`-th parent, is late on its way down. */
export type Late = (node: string, post: number, pre: number, parent: number) => number;

/**
 * Forward Euler of a relaxation whose feedback is late by whole numbers of steps, one sample, frozen slopes, everybody at
 * once: what node p is driven by in the step from k to k + 1 is what child i said at step k - n, nothing before step 0.
 *
 * @returns [step][node][unit], steps 0 to `steps`
 */
export function relaxLate(
  network: Description,
  params: ParameterSet,
  batch: Batch,
  late: Late,
  { steps, stepSize, initial = 'forward' }: { steps: number; stepSize: number; initial?: Initial },
): Record<string, number[]>[] {
  const problem = prepare(network, params, batch);
  const { graph, latched, weights, errors } = problem;
  const start = initialState(problem, initial);
  const course = [Object.fromEntries(graph.order.map(({ name }) => [name, [...start[name][0]]]))];
  for (let k = 0; k < steps; k++) {
    const next: Record<string, number[]> = {};
    for (const { name } of graph.order) {
      const now = course[k][name];
      next[name] = graph.clamped.has(name)
        ? [...now]
        : now.map((x, j) => x + stepSize * (driveOf(name, j, k) - x));
    }
    course.push(next);
  }
  return course;

  function driveOf(name: string, j: number, k: number): number {
    let sum = name in errors ? errors[name][0][j] : 0;
    for (const { child, offset } of graph.children[name]) {
      const parent = parentAt(child, offset);
      for (let i = 0; i < latched[child].activity[0].length; i++) {
        const said = k - late(child, i, j, parent);
        if (said < 0) continue;
        sum += weights[child][i][offset + j] * latched[child].slope[0][i] * course[said][child][i];
      }
    }
    return sum;
  }

  /** Which parent of a child begins at this column of its weight. */
  function parentAt(child: string, offset: number): number {
    const { from } = graph.order.find(({ name }) => name === child)!;
    let column = 0;
    return from.findIndex((name) => {
      const begins = column === offset;
      column += (latched[name]?.activity ?? batch.inputs[name])[0].length;
      return begins;
    });
  }
}
