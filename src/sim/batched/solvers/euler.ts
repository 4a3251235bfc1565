import { eulerStep } from '../../../neurons/model.js';
import { schedules } from '../../schedules.js';
import { Deliveries, startingActivities } from '../feedback.js';
import type { ByName } from '../forward.js';
import type { Problem, Solver } from '../solver.js';

/** Forward Euler: `steps` steps of `stepSize`, the nodes in the order that the schedule gives. */
export const euler: Solver = <T>(problem: Problem<T>): ByName<T> => {
  const { m, layout, rule, relaxation, onStep } = problem;
  const groups = schedules[relaxation.schedule].groups(layout.nodes.filter((n) => n.role === 'relaxing'));
  const activity = startingActivities(problem);
  const deliveries = new Deliveries(problem);
  for (const node of layout.nodes) deliveries.tell(node, activity[node.name]);
  onStep?.(activity);
  for (let step = 0; step < relaxation.steps; step++) {
    for (const group of groups) {
      const next = m.scope(() =>
        group.map((node) => {
          const neuron = { activity: activity[node.name], drive: deliveries.drive(node) };
          return eulerStep(rule.neuron, m, neuron, relaxation.stepSize);
        }),
      );
      // The first activities belong to the forward sweep; later ones are this solver's own to free.
      if (step > 0) m.free(group.map(({ name }) => activity[name]));
      for (const [i, { name }] of group.entries()) activity[name] = next[i];
      for (const node of group) deliveries.tell(node, activity[node.name]);
    }
    onStep?.(activity);
  }
  return activity;
};
