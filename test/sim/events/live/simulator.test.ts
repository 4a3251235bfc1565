import { interval, map, of, take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import type { Stimulus } from '../../../../src/sim/events/live/stimulus.js';
import { type WayName, ways } from '../../../../src/sim/events/live/ways.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import { rules } from '../../../../src/sim/rules.js';
import { standardVariant } from '../../../../src/sim/variant.js';
import { byHand, chain, inputs, live, targets } from './scene.js';

const names = Object.keys(ways) as WayName[];
const plain = (way: WayName): LiveOptions => ({ way, learningRate: 0.1 });

describe.each(names)('%s', (way) => {
  it('a source that ticks in simulated time gives the same as stimuli presented one by one', () => {
    const single = live(plain(way));
    for (const k of [1, 2, 3]) {
      single.simulator.present({ time: 20 * k, inputs: { input: [k, 1] }, targets });
    }
    single.simulator.runThrough(85);
    const followed = live(plain(way));
    const { queue } = followed.simulator;
    const ticks = interval(20, queue).pipe(take(3));
    followed.simulator.follow(
      ticks.pipe(map((k): Stimulus => ({ time: queue.now(), inputs: { input: [k + 1, 1] }, targets }))),
    );
    followed.simulator.runThrough(85);
    expect(followed.log.length).toBeGreaterThan(8);
    expect(followed.log).toEqual(single.log);
  });

  it('listening to everybody changes no bit', () => {
    const watched = new LiveSimulator(chain, byHand, plain(way));
    watched.listen('input', 'layers.0', 'layers.1', 'layers.0.weight', 'layers.1.weight').subscribe();
    const alone = new LiveSimulator(chain, byHand, plain(way));
    for (const simulator of [watched, alone]) {
      simulator.follow(of({ time: 0, inputs, targets }, { time: 30, inputs: { input: [2, 1] }, targets }));
      simulator.runThrough(70);
    }
    expect(watched.parameters()).toEqual(alone.parameters());
    expect(watched.energy).toEqual(alone.energy);
  });
});

describe('energy', () => {
  // Two inputs to one hidden neuron, that to one output: each activity is heard by one synapse, as is the error on its way down.
  it('are of messages between neurons, and of the synapses that hear them', () => {
    const { simulator } = live({ ...plain('strict-phases'), strictPhases: { sweep: 1, duration: 2 } });
    simulator.present({ time: 0, inputs, targets });
    simulator.runThrough(2);
    expect(simulator.energy).toEqual({
      messages: { up: 3, down: 1, teaching: 0 },
      operations: { up: 3, down: 1, teaching: 0 },
    });
    simulator.runThrough(2.999);
    simulator.runThrough(3);
    // The hidden neuron teaches two synapses, the output one; and the next cycle has begun.
    expect(simulator.energy).toEqual({
      messages: { up: 6, down: 1, teaching: 2 },
      operations: { up: 6, down: 1, teaching: 3 },
    });
  });
});

describe('refusals', () => {
  const make = (options: Partial<LiveOptions>) =>
    new LiveSimulator(chain, byHand, { ...plain('two-compartments'), ...options });

  it.each<[string, Partial<LiveOptions>]>([
    [
      'got "osillation", expected one of strict-phases, oscillation, two-compartments. Try "oscillation".',
      {
        way: 'osillation' as WayName,
      },
    ],
    ['LiveSimulator.learningRate: got -1, expected a finite number of at least 0.', { learningRate: -1 }],
    ['two-compartments.teachEvery: got 0,', { twoCompartments: { teachEvery: 0 } }],
    [
      'oscillation.forward: got 7, expected less than the shortest period, 5.',
      {
        way: 'oscillation',
        oscillation: { period: 10, forward: 7, jitter: 0.5 },
      },
    ],
    ['strict-phases.duration: got NaN,', { way: 'strict-phases', strictPhases: { duration: Number.NaN } }],
    [
      'LiveSimulator.rule: got ar, derivative current with way two-compartments: say up.x = ',
      {
        rule: arVariant({ ...standardVariant, derivative: 'current' }),
      },
    ],
    [
      'delays.layers.0: got a delay for each synapse, expected one for all.',
      { delays: { 'layers.0': () => 1 } },
    ],
    [
      'parameters: got no layers.1.feedback,',
      { rule: arVariant({ ...standardVariant, feedback: 'random' }) },
    ],
  ])('%s', (message, options) => {
    expect(() => make(options)).toThrow(message);
  });

  it.each<[string, Stimulus]>([
    ['stimulus.time: got 4, expected a finite time from 5 tau on.', { time: 4, inputs }],
    ['stimulus.time: got NaN,', { time: Number.NaN, inputs }],
    ['stimulus: got neither inputs nor targets,', { time: 6 }],
    ['stimulus.inputs.input: got 3 numbers, expected 2 numbers.', { time: 6, inputs: { input: [1, 2, 3] } }],
    ['stimulus.inputs: got "inputs", expected input. Try input.', { time: 6, inputs: { inputs: [1, 2] } }],
    ['stimulus.inputs.input[1]: got Infinity,', { time: 6, inputs: { input: [1, Infinity] } }],
    ['stimulus.targets.layers.1: got nothing, expected 1 numbers.', { time: 6, targets: {} }],
  ])('%s', (message, stimulus) => {
    const simulator = make({});
    simulator.runThrough(5);
    expect(() => simulator.present(stimulus)).toThrow(message);
    expect(() => simulator.follow(of(stimulus))).toThrow(message);
    // From then on: what a source should have said is not known.
    expect(() => simulator.runThrough(7)).toThrow(message);
  });

  it('of a stimulus that comes as time goes on', () => {
    const simulator = make({});
    const late = interval(3, simulator.queue).pipe(map((): Stimulus => ({ time: 1, inputs })));
    simulator.follow(late);
    expect(() => simulator.runThrough(10)).toThrow(
      'stimulus.time: got 1, expected a finite time from 3 tau on.',
    );
  });

  it.each([Infinity, Number.NaN])('of a time that never comes: %s', (time) => {
    expect(() => make({}).runThrough(time)).toThrow(
      `LiveSimulator.runThrough: got ${time}, expected a finite time`,
    );
  });

  it('of names that are not there', () => {
    const simulator = make({ rule: rules.ar });
    expect(() => simulator.listen('layer.0')).toThrow('Try layers.0');
    expect(() => simulator.answer('layers.2')).toThrow('LiveSimulator.answer: got "layers.2"');
  });
});
