import { Deliveries } from './feedback.js';
import type { ByName } from './forward.js';
import type { Problem } from './solver.js';

/**
 * F(x) of the relaxation dx/dt = -x + F(x): what drives every relaxing node in a state.
 * @param activity every node's of the problem, the clamped ones included, [batch, units]
 * @returns a tensor per relaxing node, the caller's (or its scope's) to free
 */
export function driveAt<T>(problem: Problem<T>, activity: Readonly<ByName<T>>): ByName<T> {
  return problem.m.scope(() => {
    const movers = problem.nodes.filter(({ role }) => role === 'relaxing');
    const deliveries = new Deliveries(problem, activity);
    deliveries.renew(movers);
    return Object.fromEntries(movers.map((mover) => [mover.name, deliveries.drive(mover)]));
  });
}
