import type { Layout } from '../../network/layout.js';
import type { Activities, Relaxed } from '../../sim/simulator.js';
import type { Course } from './course.js';
import { finite, type Measurements } from './row.js';
import { rootMeanSquare, squaredDistance } from './vectors.js';

/** Root mean square of every node's relaxed and forward activities, over samples and units. */
export function measureActivities({ nodes }: Layout, { activity, forward }: Relaxed): Measurements {
  const rows = nodes.map(({ name }) => ({
    [`norm/activity/${name}`]: finite(rootMeanSquare(activity[name].data)),
    [`norm/forward/${name}`]: finite(rootMeanSquare(forward[name].data)),
  }));
  return Object.assign({}, ...rows);
}

/**
 * How far activities are from the exact gradients after some steps, per relaxing node: the squared error, summed over
 * units, mean over samples.
 */
export function measureErrors(
  { nodes }: Layout,
  { steps, activities }: Course,
  exact: Activities,
): Measurements {
  const relaxing = nodes.filter(({ role }) => role === 'relaxing');
  const errors = relaxing.map(({ name }) => {
    const [samples] = exact[name].shape;
    const after = activities.map((at) => finite(squaredDistance(at[name].data, exact[name].data) / samples));
    return [`error/${name}`, after] as const;
  });
  return { steps: steps.map(finite), ...Object.fromEntries(errors) };
}
