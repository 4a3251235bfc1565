import { eulerStep } from '../../../neurons/model.js';
import { schedules } from '../../schedules.js';
import { Deliveries, startingActivities } from '../feedback.js';
import type { ByName } from '../forward.js';
import type { Frames, Problem, Solver } from '../solver.js';
import { type Round, roundsOf } from './rounds.js';

/** Forward Euler: `steps` steps of `stepSize`, the nodes in the order that the schedule gives. */
export const euler: Solver = <T>(problem: Problem<T>): ByName<T> => {
  const { m, nodes, relaxation, learn } = problem;
  const movers = nodes.filter(({ role }) => role === 'relaxing');
  const nextGroups = schedules[relaxation.schedule].steps(movers, relaxation.seed ?? 1);
  const activity = startingActivities(problem);
  // The first activities belong to the forward sweep; later ones are this solver's own to free.
  const own = new Set<string>();
  const deliveries = new Deliveries(problem, activity);
  look(problem.frames, 0, activity);
  for (let step = 0; step < relaxation.steps; step++) {
    const change = learn?.(activity);
    for (const round of roundsOf(nextGroups(), problem)) {
      deliveries.renew(round.movers);
      const next = stepped(problem, round, activity, deliveries);
      m.free(round.movers.filter(({ name }) => own.has(name)).map(({ name }) => activity[name]));
      for (const [i, mover] of round.movers.entries()) {
        activity[mover.name] = next[i];
        own.add(mover.name);
        deliveries.moved(mover);
      }
    }
    if (change) {
      change();
      deliveries.weightsChanged();
    }
    look(problem.frames, step + 1, activity);
  }
  return activity;
};

function look<T>(frames: Frames<T> | undefined, step: number, activity: Readonly<ByName<T>>): void {
  if (frames?.keeps(step)) frames.take(activity);
}

function stepped<T>(
  { m, rule, relaxation }: Problem<T>,
  { movers, units }: Round,
  activity: Readonly<ByName<T>>,
  deliveries: Deliveries<T>,
): T[] {
  return m.scope(() =>
    movers.map((mover) => {
      const before = activity[mover.name];
      const neuron = { activity: before, drive: deliveries.drive(mover) };
      const after = eulerStep(rule.neuron, m, neuron, relaxation.stepSize);
      const chosen = units?.get(mover.name);
      if (!chosen) return after;
      // Only some of its units: before + mask (after - before).
      return m.add(before, m.mul(m.sub(after, before), m.upload(chosen, [1, mover.size])));
    }),
  );
}
