import { Deliveries, startingActivities } from '../feedback.js';
import type { ByName } from '../forward.js';
import type { Problem, Solver } from '../solver.js';

/**
 * The fixed point, node by node from the outputs down: with the forward pass frozen a node's drive depends only
 * on nodes above it, so one sweep finds every activity exactly. Steps and step size play no part.
 */
export const equilibrium: Solver = <T>(problem: Problem<T>): ByName<T> => {
  const { m, nodes, rule } = problem;
  const activity = startingActivities(problem);
  const deliveries = new Deliveries(problem, activity);
  for (const node of [...nodes].reverse()) {
    if (node.role !== 'relaxing') continue;
    deliveries.renew([node]);
    activity[node.name] = rule.neuron.equilibrium(m, { drive: deliveries.drive(node) });
    deliveries.moved(node);
  }
  problem.frames?.take(activity);
  return activity;
};
