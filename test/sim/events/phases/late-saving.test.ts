import { describe, expect, it } from 'vitest';
import { decodeState, encodeState } from '../../../../src/lab/state-files.js';
import type { State } from '../../../../src/messages/state.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { buildDelays } from '../../../../src/sim/events/build/build-delays.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import type { RunningState } from '../../../../src/sim/events/save/running.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { grains, sceneOf } from './surroundings.js';

const { network, batch, nodes } = sceneOf('a chain', 1);
const every = <T>(one: T) => Object.fromEntries(nodes.map((node) => [node, one]));
const surroundings: Readonly<Record<string, EventOptions>> = {
  'a common delay': { delays: every(0.3) },
  'delays one by one': {
    delays: buildDelays(network, every({ distribution: 'uniform', from: 0, to: 0.9 }), 2),
  },
  'rough wires': { wires: { loss: 0.2, duplicate: 0.3, jitter: 0.7 }, delays: every(0.1) },
  'noise, and a delay': {
    cells: every({ noise: { kind: 'white', sd: 0.1 } } as const),
    delays: { 'layers.2': 0.3 },
  },
};
const during = phased(pc, { plasticity: 'continuous', steps: 3, stepSize: 0.2 });
const rules = [
  phased(pc, { steps: 3, stepSize: 0.2 }),
  during,
  phased(ep, { freeSteps: 2, nudgedSteps: 2, stepSize: 0.3 }),
  phased(fa),
];
const given = { relaxation: relaxationOf({}), learningRate: 0.1 };

const make = (rule: PhasedRule, options: EventOptions, seed = 3) =>
  new EventSimulator(network, initialParameters(network, seed, pathwayOf(rule)), options);

describe.each(Object.entries(surroundings))('a presentation under way with %s', (_, options) => {
  // A rule without steps has no place for noise.
  const some = rules.filter(({ name }) => !(options.cells && name === 'fa'));
  it.each(some)('is the same in the end, wherever it is stopped and gone on with: $name', (rule) => {
    const want = make(rule, options).relax(batch, { ...given, rule });
    // Others under each rule; between them all of the sweep, the steps and what is answered at last.
    const times = rules.indexOf(rule) % 2 ? [0.15, 1.3] : [0.5, 1.7];
    let stopped = 0;
    for (const [k, time] of times.entries()) {
      const grain = grains[k % 2];
      const running = make(rule, { ...options, grain }).begin(batch, { ...given, rule });
      if (running.advance(time)) continue;
      stopped++;
      // Through a file.
      const bytes = encodeState('file', 'test', running.save() as unknown as State);
      const state = decodeState(bytes, 'file', 'test') as unknown as RunningState;
      expect(running.result(), `${time}`).toEqual(want);
      const to = rule === during ? grain : grains[(k + 1) % 2];
      const gone = make(rule, { ...options, grain: to }, 4).resume(state, { ...given, rule });
      expect(gone.result(), `${time} from ${grain} to ${to}`).toEqual(want);
    }
    expect(stopped).toBeGreaterThan(0);
  });
});

describe('a saved presentation', () => {
  const [rule] = rules;
  const options = surroundings['a common delay'];
  const saved = () => {
    const running = make(rule, options).begin(batch, { ...given, rule });
    running.advance(1.3);
    return structuredClone(running.save()) as unknown as {
      circuit: { queue: { tasks: { owner: string; what: Record<string, unknown> }[] } };
    };
  };
  const resumed = (state: unknown, other = options) =>
    expect(() => make(rule, other).resume(state as RunningState, { ...given, rule }, 'file'));

  it('is refused by name under other delays, wires or cells', () => {
    resumed(saved(), { delays: every(0.4) }).toThrow(/saved with delays/);
    resumed(saved(), { ...options, wires: { loss: 0.1 } }).toThrow(/saved with wires/);
    resumed(saved(), { ...options, cells: { 'layers.1': { dead: [1] } } }).toThrow(/saved with cells/);
  });

  it('is refused by name where what is under way is none', () => {
    const broken = (change: (what: Record<string, unknown>) => void) => {
      const state = saved();
      change(state.circuit.queue.tasks.find(({ owner }) => owner !== 'conductor')!.what);
      return resumed(state);
    };
    resumed(saved()).not.toThrow();
    broken((what) => Object.assign(what, { keys: [9] })).toThrow(/message.keys.0: got 9/);
    broken((what) => Object.assign(what, { speakers: Uint32Array.of(99) })).toThrow(
      /message.speakers: .*units below/,
    );
    broken((what) => Object.assign(what, { values: [] })).toThrow(/message: .*a value for each key/);
  });
});
