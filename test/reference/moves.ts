import { type Scene, slopes } from './scene.js';
import type { ParameterSet, PerNode } from './types.js';

/** Some units of one node or input: all, if none is named. */
interface Move {
  readonly name: string;
  readonly unit?: number;
}

/**
 * One step of the activities, group by group: x <- x + h (-x + drive), all units of a group at once, from the
 * state as it stands.
 */
export function moveActivities(scene: Scene, params: ParameterSet, state: PerNode, step: number): void {
  const { stepSize } = scene.options;
  for (const group of groupsOf(scene, step)) {
    const drives = group.map(({ name }) => state[name].map((_, s) => driveOf(scene, params, state, name, s)));
    for (const [k, { name, unit }] of group.entries()) {
      for (const [s, x] of state[name].entries()) {
        for (let j = 0; j < x.length; j++) {
          if (unit === undefined || unit === j) x[j] += stepSize * (-x[j] + drives[k][s][j]);
        }
      }
    }
  }
}

/** Who moves at once in a step, one group after the other. */
function groupsOf(scene: Scene, step: number): Move[][] {
  const { movers, options } = scene;
  if (options.schedule === 'synchronous') return [movers.map((name) => ({ name }))];
  if (options.schedule === 'asynchronous') {
    return options.order![step].map(([name, unit]) => [{ name, unit }]);
  }
  const groups: Move[][] = [];
  for (const [name, rank] of Object.entries(ranks(scene))) {
    groups[rank] ??= [];
    groups[rank].push({ name });
  }
  return groups;
}

/** 1 + the largest rank among children that move, 0 without any. */
function ranks({ movers, children }: Scene): Record<string, number> {
  const rank: Record<string, number> = {};
  for (const name of [...movers].reverse()) {
    rank[name] = 0;
    for (const { child } of children[name]) {
      if (movers.includes(child)) rank[name] = Math.max(rank[name], rank[child] + 1);
    }
  }
  return rank;
}

/** drive_j = e_j (if an output) + sum over children c, units i of B_c(i -> j) x_c,i g_c,i, in one sample. */
function driveOf(
  scene: Scene,
  params: ParameterSet,
  state: PerNode,
  parent: string,
  sample: number,
): number[] {
  const { errors, children, order, options } = scene;
  const total = state[parent][sample].map((_, j) => (parent in errors ? errors[parent][sample][j] : 0));
  for (const { child, offset } of children[parent]) {
    const node = order.find(({ name }) => name === child)!;
    const g = slopes(scene, params, state, node, sample, options.derivative);
    for (let j = 0; j < total.length; j++) {
      for (let i = 0; i < node.units; i++) {
        const column = offset + j;
        const weight =
          options.feedback === 'transpose'
            ? params[`${child}.weight`].data[i * node.ins + column]
            : params[`${child}.feedback`].data[column * node.units + i];
        total[j] += weight * (state[child][sample][i] * g[i]);
      }
    }
  }
  return total;
}
