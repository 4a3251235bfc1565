import { describe, expect, it } from 'vitest';
import { exactJson } from '../../../../src/lab/files/exact-json.js';
import { decodeState, encodeState } from '../../../../src/lab/state-files.js';
import type { Message } from '../../../../src/messages/message.js';
import type { State } from '../../../../src/messages/state.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import type { RunningState } from '../../../../src/sim/events/save/running.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { added, heard, ported, relaxing, sceneOf } from './patterned.js';
import { adapts } from './settings.js';
import { grains } from './surroundings.js';

const few = { steps: 3, stepSize: 0.25 };
const steps = relaxationOf({});
const onChange = relaxationOf({ messages: 'threshold', quantum: 0.05 });
const during = phased(pc, { ...few, plasticity: 'continuous' });
/** What is between neurons, given their nodes. */
type Between = (names: readonly string[]) => EventOptions;
const delayed: Between = (names) => ({
  delays: Object.fromEntries(names.map((name, i) => [name, 0.1 * (i % 3)])),
});
const apart: Between = (names) => ({
  delays: Object.fromEntries(
    names.map((name, i) => [name, (post, pre) => 0.125 * (1 + ((post + pre + i) % 3))]),
  ),
});
const rough: Between = (names) => ({
  ...delayed(names),
  wires: { loss: 0.2, retransmit: 1, duplicate: 0.2, jitter: 0.5 },
});
interface Case {
  readonly name: string;
  readonly description: unknown;
  readonly rule: PhasedRule;
  readonly relaxation: Relaxation;
  readonly between?: Between;
}
const cases: readonly Case[] = [
  { name: 'ar over lists', description: added, rule: phased(ar, few), relaxation: steps },
  {
    name: 'learned feedback and relays',
    description: added,
    rule: phased(ar, { ...few, feedback: 'learned' }),
    relaxation: steps,
    between: delayed,
  },
  { name: 'weights that move, over lists', description: added, rule: during, relaxation: steps },
  {
    name: 'ep over ports',
    description: ported,
    rule: phased(ep, { freeSteps: 2, nudgedSteps: 2, stepSize: 0.25 }),
    relaxation: steps,
  },
  {
    name: 'ar over ports, delayed',
    description: ported,
    rule: phased(ar, { ...few, derivative: 'current' }),
    relaxation: steps,
    between: delayed,
  },
  { name: 'weights that move, over ports', description: ported, rule: during, relaxation: steps },
  {
    name: 'messages on change, over ports',
    description: relaxing(ported),
    rule: phased(ar),
    relaxation: onChange,
    between: delayed,
  },
  {
    name: 'trajectories',
    description: relaxing(added),
    rule: phased(ar),
    relaxation: relaxationOf({ duration: 1 }),
    between: delayed,
  },
  {
    name: 'trajectories over ports and through relays, delayed',
    description: ported,
    rule: phased(ar),
    relaxation: relaxationOf({ duration: 1 }),
    between: delayed,
  },
  {
    name: 'trajectories, delays of each synapse',
    description: ported,
    rule: phased(pc, { predictions: 'frozen' }),
    relaxation: relaxationOf({ duration: 1 }),
    between: apart,
  },
  {
    name: 'trajectories on wires that lose',
    description: ported,
    rule: phased(ar),
    relaxation: relaxationOf({ duration: 2 }),
    between: rough,
  },
  { name: 'fa', description: ported, rule: phased(fa), relaxation: steps, between: delayed },
  {
    name: 'delays of each synapse',
    description: added,
    rule: phased(ar, few),
    relaxation: steps,
    between: apart,
  },
  {
    name: 'delays of each synapse, ports',
    description: ported,
    rule: phased(pc, few),
    relaxation: steps,
    between: apart,
  },
  {
    name: 'delays of each, on change',
    description: relaxing(ported),
    rule: phased(ar),
    relaxation: onChange,
    between: apart,
  },
  { name: 'wires that lose', description: added, rule: phased(ar, few), relaxation: steps, between: rough },
  {
    name: 'wires that lose, ports',
    description: ported,
    rule: phased(ep, { freeSteps: 2, nudgedSteps: 2, stepSize: 0.25 }),
    relaxation: steps,
    between: rough,
  },
];
const times = [-1, 0, 0.25, 0.4, 0.7];

function played({ description, rule, relaxation, between }: Case, grain: (typeof grains)[number]) {
  const scene = sceneOf({ network: parseNetwork(description), rule, samples: 1 });
  const names = Object.keys(scene.network.nodes);
  const simulator = scene.events({ grain, ...between?.(names) });
  const log = heard(simulator, scene.names);
  return { ...scene, simulator, log, presentation: { rule, relaxation, learningRate: 0.1 } };
}

const copied = (state: RunningState): RunningState =>
  decodeState(
    encodeState('file', 'test', state as unknown as State),
    'file',
    'test',
  ) as unknown as RunningState;

describe('a presentation over patterns', () => {
  it.each(cases)('is the same in the end, wherever it is stopped and gone on with: $name', (one) => {
    const { rule } = one;
    const whole = played(one, 'arbor');
    const left = whole.simulator.relax(whole.batch, whole.presentation);
    let stopped = 0;
    for (const [k, time] of times.entries()) {
      const from = grains[k % 2];
      const to = adapts(rule) ? from : grains[(k >> 1) % 2];
      const first = played(one, from);
      const running = first.simulator.begin(first.batch, first.presentation);
      if (running.advance(time)) continue;
      stopped++;
      const state = copied(running.save());
      const before = [...first.log];
      const second = played(one, to);
      expect(second.simulator.resume(state, second.presentation).result(), `${time}`).toEqual(left);
      expect([...before, ...second.log], `${time}`).toEqual(whole.log);
    }
    expect(stopped).toBeGreaterThan(0);
  });

  it.each(cases)('is replayed to the bit from what was said: $name', (one) => {
    const whole = played(one, 'arbor');
    const left = whole.simulator.relax(whole.batch, whole.presentation);
    const log = whole.log.map((message) => JSON.parse(exactJson(message)) as Message);
    const again = played(one, 'arbor');
    again.simulator.replay(log, 'log', one.rule);
    expect(again.simulator.relax(again.batch, again.presentation)).toEqual(left);
  });

  it.each(cases)('costs what its synapses are heard to carry: $name', (one) => {
    const [{ energy, log }] = grains.map((grain) => {
      const { simulator, network, batch, presentation } = played(one, grain);
      const names = Object.keys(network.nodes).flatMap((name) => [`${name}.weight`, `${name}.feedback`]);
      const known = names.filter((name) => {
        try {
          simulator.listen(name);
          return true;
        } catch {
          return false;
        }
      });
      const carried = heard(simulator, known);
      return { energy: simulator.relax(batch, presentation).energy!, log: carried };
    });
    const ways = log.map(({ kind }) => kind.split('.')[0]);
    const fixed = Object.values(parseNetwork(one.description).nodes).some(({ type }) =>
      /[Pp]ool|multiply/.test(type),
    );
    const up = ways.filter((way) => way === 'up').length;
    // Fixed weights are no parameter, and have no name to listen to.
    // A copy on a wire counts as often as it is sent.
    if (one.between === rough) return;
    if (fixed) expect(energy.operations.up).toBeGreaterThan(up);
    else expect(energy.operations.up).toBe(up);
  });
});
