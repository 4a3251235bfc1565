import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../../src/messages/queue.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { RuleReplay } from '../../../src/sim/events/phases/rule-replay.js';
import { Running } from '../../../src/sim/events/save/running.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';

const network = parseNetwork(networks['two inputs, two outputs, one of them with children']);
const parameters = initialParameters(network, 1);
const others = initialParameters(network, 2);
const nodes = Object.keys(network.nodes);
const options = { delays: Object.fromEntries(nodes.map((name, i) => [name, 0.3 + i / 10])) };
const fresh = () => new EventSimulator(network, parameters, options);
const batch = randomBatch(network, 1, 5);
const relaxing = { rule: rules.ar, relaxation: relaxationOf({ duration: 5 }) };
const learning = { ...relaxing, learningRate: 0.1 };
const whole = fresh().relax(batch, relaxing);
const saved = () => {
  const running = fresh().begin(batch, relaxing);
  running.advance(1);
  return running.save();
};
const state = saved();

const presenting: readonly [string, (simulator: EventSimulator) => unknown][] = [
  ['predict', (simulator) => simulator.predict(batch.inputs)],
  ['relax', (simulator) => simulator.relax(batch, relaxing)],
  ['train', (simulator) => simulator.train(batch, learning)],
  ['begin', (simulator) => simulator.begin(batch, relaxing)],
  ['resume', (simulator) => simulator.resume(state, relaxing)],
  ['setParameters', (simulator) => simulator.setParameters(others)],
  ['replay', (simulator) => simulator.replay([])],
];

describe('while a presentation is under way', () => {
  it.each(presenting)('%s is refused before anything is touched', (method, call) => {
    const simulator = fresh();
    const running = simulator.begin(batch, relaxing);
    running.advance(1.5);
    const line = refusal(() => call(simulator));
    expect(line).toContain(
      `EventSimulator.${method}: got a call while a presentation of EventSimulator.begin`,
    );
    const named = [...line.matchAll(/(\w+)\(\)/g)].map(([, name]) => name);
    expect(named).toEqual(['result', 'abandon']);
    for (const name of named) expect(name in Running.prototype).toBe(true);
    expect(running.result()).toEqual(whole);
    // Once its result has been taken, it is as if nothing had been.
    expect(simulator.relax(batch, relaxing)).toEqual(whole);
  });

  it('a result that has not been taken yet is not lost to another call', () => {
    const simulator = fresh();
    const running = simulator.begin(batch, relaxing);
    expect(running.advance(Infinity)).toBe(true);
    expect(refusal(() => simulator.relax(batch, relaxing))).toContain('is under way');
    expect(running.result()).toEqual(whole);
    expect(running.result()).toEqual(whole);
    expect(running.advance(9)).toBe(true);
    running.abandon();
    expect(running.result()).toEqual(whole);
  });
});

// Whoever hears a message, in the middle of an instant; looks at a time; hears that a sample is done.
type Hook = (simulator: EventSimulator, call: () => void) => { readonly onSample?: () => void };

const inside: Readonly<Record<string, Hook>> = {
  'a listener': (simulator, call) => {
    simulator.listen('h1', 'out').subscribe(call);
    return {};
  },
  'somebody who watches': (simulator, call) => {
    simulator.watch('activity', ['h1'], { every: 0.5 }).seen.subscribe(call);
    return {};
  },
  'the sample that is done': (_, onSample) => ({ onSample }),
};

describe.each(Object.entries(inside))('from inside %s', (_, hook) => {
  it.each(presenting)('%s is refused, and changes nothing', (_, call) => {
    const simulator = fresh();
    const refused = new Set<string>();
    const told = hook(simulator, () => refused.add(refusal(() => call(simulator))));
    expect(simulator.relax(batch, { ...relaxing, ...told })).toEqual(whole);
    expect([...refused].join()).toContain('of EventSimulator.relax is under way');
    expect([...refused].join()).toContain('Try again when it has returned.');
  });

  it('what is under way cannot be moved, saved, given up or disposed of', () => {
    const simulator = fresh();
    const refused = new Set<string>();
    let running: Running | undefined;
    const told = hook(simulator, () => {
      const calls = [
        () => running!.advance(9),
        () => running!.result(),
        () => running!.save(),
        () => running!.abandon(),
        () => simulator.dispose(),
      ];
      for (const call of calls) refused.add(refusal(call));
    });
    running = simulator.begin(batch, { ...relaxing, ...told });
    expect(running.advance(1.5)).toBe(false);
    expect(running.result()).toEqual(whole);
    const places = [...refused].map((line) => line.split(':')[0]);
    const methods = ['advance', 'result', 'save', 'abandon'].map((method) => `Running.${method}`);
    expect(places.sort()).toEqual([...methods, 'EventSimulator.dispose'].sort());
    for (const line of refused) expect(line).toContain('got a call from inside the presentation');
  });
});

describe('a presentation that has been abandoned', () => {
  it('can be gone on with no more, and does no harm to the next', () => {
    const simulator = fresh();
    const running = simulator.begin(batch, relaxing);
    running.advance(1.5);
    running.abandon();
    running.abandon();
    const next = simulator.begin(batch, relaxing);
    for (const call of [() => running.advance(3), () => running.result(), () => running.save()]) {
      expect(refusal(call)).toContain('got a presentation that was abandoned');
    }
    running.abandon();
    expect(next.result()).toEqual(whole);
  });

  it('has its own copy of the stimulus', () => {
    const mine = structuredClone(batch);
    const running = fresh().begin(mine, relaxing);
    for (const { data } of [...Object.values(mine.inputs), ...Object.values(mine.targets)]) data.fill(9);
    expect(running.result()).toEqual(whole);
  });
});

describe('a refusal', () => {
  it('comes before the rule, the pathway or a log has been touched', () => {
    const simulator = fresh();
    const messages: unknown[] = [];
    const listening = simulator.listen('h1').subscribe((message) => messages.push(message));
    const stranger = { time: 0, source: 'nobody[0]', target: 'h1', kind: 'activity', value: 1 };
    simulator.relax(batch, relaxing);
    listening.unsubscribe();
    // The first message is one of somebody who is there.
    expect(refusal(() => simulator.replay([messages[0], stranger]))).toContain('nobody[0]');
    expect(simulator.relax(batch, relaxing)).toEqual(whole);
    expect(refusal(() => simulator.begin(randomBatch(network, 2, 1), relaxing))).toContain('got 2 samples');
    const quantum = {
      rule: rules.ar,
      relaxation: relaxationOf({ messages: 'threshold', quantum: { h9: 1 } }),
    };
    expect(refusal(() => simulator.relax(batch, quantum))).toContain('h9');
    expect(refusal(() => simulator.begin(batch, relaxing).advance(Number.NaN))).toContain('got NaN');
  });

  it('of a second log leaves the first; a log that was stopped twice leaves the second', () => {
    const simulator = fresh();
    const first = simulator.replay([]);
    expect(refusal(() => simulator.replay([]))).toContain('got a log while another is replayed');
    first.stop();
    const second = simulator.replay([]);
    first.stop();
    // The second has nothing to say for anybody, as a log of nobody has not.
    expect(second.left).toBe(0);
    expect(second.active).toBe(true);
    expect('stop' in RuleReplay.prototype).toBe(true);
    second.stop();
    expect(simulator.relax(batch, relaxing)).toEqual(whole);
  });
});

describe('a simulator that has been disposed of', () => {
  it('refuses to be used, what was under way with it', () => {
    const simulator = fresh();
    const running = simulator.begin(batch, relaxing);
    running.advance(1);
    simulator.dispose();
    simulator.dispose();
    const calls = [...presenting, ['parameters', (one: EventSimulator) => one.parameters()] as const];
    for (const [method, call] of calls) {
      expect(refusal(() => call(simulator))).toBe(
        `EventSimulator.${method}: got a simulator that has been disposed of, expected one in use. Try a new EventSimulator.`,
      );
    }
    expect(refusal(() => running.advance(2))).toContain('got a presentation that was abandoned');
  });
});

describe('a queue', () => {
  it('is not run from inside one of its tasks', () => {
    const queue = new EventQueue();
    const refused: string[] = [];
    const calls = [
      () => queue.run(),
      () => queue.runThrough(9),
      () => queue.runWithin(9),
      () => queue.drop(),
    ];
    const more = [() => queue.restart(), () => queue.state()];
    queue.at(1, { run: () => void refused.push(...[...calls, ...more].map(refusal)) });
    const seen: number[] = [];
    queue.at(2, { run: () => void seen.push(queue.now()) });
    queue.runThrough(1);
    expect(refused).toHaveLength(6);
    for (const line of refused) expect(line).toContain('a call from inside a task, at 1 tau');
    expect(seen).toEqual([]);
    queue.run();
    expect(seen).toEqual([2]);
  });

  it('can be run again after a task has failed, and drops what waits', () => {
    const queue = new EventQueue();
    queue.at(1, {
      run: () => {
        throw new Error('a task');
      },
    });
    queue.at(1, { run: () => expect.unreachable() });
    expect(() => queue.run()).toThrow('a task');
    queue.drop();
    queue.restart();
    expect(queue.runWithin(Infinity)).toBe(true);
    expect(queue.now()).toBe(0);
  });
});
