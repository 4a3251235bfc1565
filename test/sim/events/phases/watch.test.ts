import { expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { ep } from '../../../../src/rules/ep.js';
import { statesOf } from '../../../../src/rules/names.js';
import { pc } from '../../../../src/rules/pc.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { chain, example } from '../../../reference/index.js';
import { problemOf } from '../../batched/problem.js';

const { network, batch } = problemOf(example(chain('tanh', 'mse'), 1));
const inTime = { predictions: 'frozen', stepSize: 0.25 } as const;

it.each<readonly [string, PhasedRule, Relaxation]>([
  ['steps', phased(pc, { steps: 4, stepSize: 0.25 }), relaxationOf({})],
  ['two phases of steps', phased(ep, { freeSteps: 2, nudgedSteps: 2, stepSize: 0.25 }), relaxationOf({})],
  ['trajectories', phased(pc, inTime), relaxationOf({ duration: 1 })],
  [
    'threshold messages',
    phased(pc, inTime),
    relaxationOf({ duration: 1, messages: 'threshold', quantum: 0.01 }),
  ],
])(
  'states are watched where their course has them, and watching changes nothing: %s',
  (_, rule, relaxation) => {
    const make = () => new EventSimulator(network, initialParameters(network, 3), { grain: 'arbor' });
    const recorded = make().relax(batch, { rule, relaxation, record: true });
    const simulator = make();
    const names = Object.keys(network.nodes);
    const { actors, seen } = simulator.watch('activity', names, { every: 0.25 }, rule);
    const frames: number[][] = [];
    const watching = seen.subscribe(({ values }) => frames.push([...values]));
    const watched = simulator.relax(batch, { rule, relaxation });
    const states = statesOf(rule.rule);
    const wanted = [...recorded.course.slice(0, -1), recorded.states!].map((frame) =>
      names.flatMap((node) => states.flatMap((state) => [...frame[`${node}.${state}`].data])),
    );
    expect(actors[0]).toBe(`${names[0]}.${states[0]}[0]`);
    expect(frames).toHaveLength(5);
    expect(frames[1]).not.toEqual(frames[2]);
    // Where one phase ends and the next begins at the same time, what is seen is after both.
    const compared = [0, 1, 2, 3, 4].filter((k) => k !== 2 || rule.name.startsWith('pc'));
    // What a look leaves and what a frame is taken of may be sums in another order.
    for (const k of compared) {
      expect(frames[k]).toHaveLength(wanted[k].length);
      for (const [i, value] of frames[k].entries()) expect(value).toBeCloseTo(wanted[k][i], 14);
    }
    expect({ ...watched, course: recorded.course }).toEqual(recorded);
    watching.unsubscribe();
    expect(simulator.relax(batch, { rule, relaxation })).toEqual(watched);
  },
);
