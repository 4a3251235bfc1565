import fc from 'fast-check';
import { config } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/math/random.js';
import type { Message } from '../../../src/messages/message.js';
import type { WireOptions } from '../../../src/messages/wires.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import type { Cells } from '../../../src/sim/events/build/cells.js';
import type { Delays } from '../../../src/sim/events/build/delays.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../src/sim/events/options.js';
import { stepping } from '../../../src/sim/phased.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import type { RelaxationRule } from '../../../src/sim/rule.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import type { Relaxation, RelaxPresentation } from '../../../src/sim/simulator.js';
import { standardVariant, type Variant } from '../../../src/sim/variant.js';
import type { GrainName } from '../../../src/synapses/grains.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';

interface Way {
  readonly relaxation: Partial<Relaxation>;
  readonly variant?: Partial<Variant>;
  /** It makes steps; it lets neurons have time constants of their own. */
  readonly steps?: boolean;
  readonly ownTau?: boolean;
  /** It goes from kink to kink. */
  readonly kinked?: boolean;
}

const current = { derivative: 'current', updateDerivative: 'current', presynaptic: 'current' } as const;
const continuous = { feedback: 'learned', plasticity: 'continuous', presynaptic: 'current' } as const;

const ways: Readonly<Record<string, Way>> = {
  steps: { relaxation: { steps: 8, stepSize: 0.25 }, steps: true },
  'steps from zero, from the top down': {
    relaxation: { steps: 6, stepSize: 0.3, schedule: 'top-down', initial: 'zero' },
    steps: true,
  },
  'steps in random order': {
    relaxation: { steps: 6, stepSize: 0.3, schedule: 'asynchronous', seed: 5 },
    steps: true,
  },
  'steps with slopes of the moment': {
    relaxation: { steps: 6, stepSize: 0.3 },
    variant: current,
    steps: true,
  },
  'steps that learn': { relaxation: { steps: 6, stepSize: 0.3 }, variant: continuous, steps: true },
  equilibrium: { relaxation: { solver: 'equilibrium' } },
  trajectories: { relaxation: { duration: 3, stepSize: 0.5 } },
  'kink to kink': {
    relaxation: { duration: 3, stepSize: 0.5, initial: 'zero' },
    variant: current,
    kinked: true,
  },
  'thresholds until silent': {
    relaxation: { messages: 'threshold', quantum: 0.02, flush: true },
    ownTau: true,
  },
  'annealed thresholds': {
    relaxation: {
      ...{ messages: 'threshold', duration: 4, quantum: 0.2, anneal: 0.5, smallestQuantum: 0.01 },
      relativeQuantum: 0.05,
    },
    ownTau: true,
  },
};

const wires: Readonly<Record<string, WireOptions | undefined>> = {
  perfect: undefined,
  rough: { loss: 0.3, retransmit: 0.7, duplicate: 0.3, jitter: 1 },
  'lost for good': { loss: 0.2, seed: 4 },
};

const delayed = ['none', 'one', 'each'] as const;
const celled = ['perfect', 'dead', 'own tau', 'noisy'] as const;
/** How the first presentation ends. */
const ends = [
  'over',
  'trained',
  'predicted',
  'abandoned',
  'failed',
  'resumed',
  'resumed and abandoned',
] as const;

/** Everything that two presentations are made of. */
interface Case {
  readonly units: readonly number[];
  readonly graph: boolean;
  readonly seed: number;
  readonly first: string;
  readonly second: string;
  readonly end: (typeof ends)[number];
  /** When the first is given up, or fails, and when the second is saved: a share of it. */
  readonly share: number;
  readonly delays: (typeof delayed)[number];
  readonly wires: string;
  readonly cells: (typeof celled)[number];
  readonly grains: readonly [GrainName, GrainName];
}

const grain = fc.constantFrom<GrainName>('synapse', 'arbor');
const cases: fc.Arbitrary<Case> = fc
  .record({
    units: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }),
    graph: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1000 }),
    first: fc.constantFrom(...Object.keys(ways)),
    second: fc.constantFrom(...Object.keys(ways)),
    end: fc.constantFrom(...ends),
    share: fc.double({ min: 0, max: 0.95, noNaN: true }),
    delays: fc.constantFrom(...delayed),
    wires: fc.constantFrom(...Object.keys(wires)),
    cells: fc.constantFrom(...celled),
    grains: fc.tuple(grain, grain),
  })
  .map(sensible);

// Noise needs steps, futures have one time constant, and kinks are found with neither.
function sensible(test: Case): Case {
  const [first, second] = [ways[test.first], ways[test.second]];
  const noisy = test.cells !== 'noisy' || (first.steps && second.steps);
  const own = test.cells !== 'own tau' || [first, second].every(({ steps, ownTau }) => steps || ownTau);
  return noisy && own ? test : { ...test, cells: 'dead' };
}

class Scene {
  readonly network;
  readonly nodes;
  readonly batch;
  private readonly parameters;
  /** How long presentations last, in tau, by way. */
  readonly lengths = new Map<string, number>();

  constructor(private readonly test: Case) {
    const { units, seed, graph, first, second } = test;
    const kinked = ways[first].kinked || ways[second].kinked;
    const activation = kinked ? 'relu' : 'tanh';
    const layers = units.map((n) => ({ type: 'dense', units: n, activation }));
    const init = { weight: { type: 'normal', sd: 0.8 }, bias: { type: 'normal', sd: 0.3 } };
    const chain = { input: [3], layers, loss: 'mse', init };
    this.network = parseNetwork(
      graph && !kinked ? networks['two inputs, two outputs, one of them with children'] : chain,
    );
    this.nodes = Object.keys(this.network.nodes);
    this.batch = randomBatch(this.network, 1, seed);
    this.parameters = initialParameters(this.network, seed, { ownWeights: true, inputsRelax: false });
  }

  simulator(grain: GrainName): EventSimulator {
    const { test, network, parameters } = this;
    const line = wires[test.wires];
    const options: EventOptions = { grain, delays: this.delays, cells: this.cells, seed: 3 };
    return new EventSimulator(network, parameters, { ...options, ...(line && { wires: line }) });
  }

  presentation(name: string): RelaxPresentation {
    const { relaxation, variant } = ways[name];
    const rule = arVariant({ ...standardVariant, ...variant });
    return { rule, relaxation: relaxationOf(relaxation), learningRate: 0.05, record: true };
  }

  // Some synapses without any, where each has its own.
  private get delays(): Delays {
    const stream = randomStream(this.test.seed, 'delays');
    const each = () => Math.max(0, 2 * stream.uniform() - 0.5);
    const wait = { none: () => 0, one: () => 0.37, each: () => each }[this.test.delays];
    return Object.fromEntries(this.nodes.map((name) => [name, wait()]));
  }

  private get cells(): Cells {
    const { cells } = this.test;
    if (cells === 'perfect') return {};
    const noise = (i: number) =>
      i % 2
        ? ({ kind: 'white', sd: 0.1 } as const)
        : ({ kind: 'ornstein-uhlenbeck', sd: 0.1, tau: 2 } as const);
    const entries = this.nodes.map((name, i) => {
      if (cells === 'dead') return [name, i === 0 ? { dead: [0] } : {}] as const;
      return [name, { tau: 1 + i / 10, ...(cells === 'noisy' && { noise: noise(i) }) }] as const;
    });
    return Object.fromEntries(entries);
  }
}

/** Hears and sees all of what comes. */
function watch(simulator: EventSimulator, nodes: readonly string[]) {
  const heard: unknown[] = [];
  simulator
    .listen(...Object.keys(simulator.network.inputs), ...nodes)
    .subscribe((message) => heard.push(message));
  for (const quantity of ['activity', 'drive'] as const) {
    const at = { at: [0, 0.2, 0.31, 0.5, 0.9, 1.4, 2.2] };
    const { seen } = simulator.watch(quantity, nodes, at);
    seen.subscribe(({ time, values }) => heard.push([quantity, time, ...values]));
  }
  return heard;
}

/** Lets the first presentation come to its end. */
function end(scene: Scene, simulator: EventSimulator, test: Case): void {
  const { batch } = scene;
  const presentation = scene.presentation(test.first);
  switch (test.end) {
    case 'over':
      simulator.relax(batch, presentation);
      break;
    case 'trained':
      simulator.train(batch, { ...presentation, learningRate: 0 });
      break;
    case 'predicted':
      simulator.predict(batch.inputs);
      break;
    case 'abandoned':
      underWay(scene, simulator, test.first, test.share).abandon();
      break;
    case 'failed':
      failing(scene, simulator, test);
      break;
    case 'resumed':
      resumed(scene, simulator, test).result();
      break;
    case 'resumed and abandoned':
      resumed(scene, simulator, test).abandon();
      break;
  }
}

function underWay(scene: Scene, simulator: EventSimulator, way: string, share: number) {
  const running = simulator.begin(scene.batch, scene.presentation(way));
  running.advance(share * lengthOf(scene, way));
  return running;
}

function lengthOf(scene: Scene, way: string): number {
  const known = scene.lengths.get(way);
  if (known !== undefined) return known;
  const running = scene.simulator('arbor').begin(scene.batch, scene.presentation(way));
  running.result();
  scene.lengths.set(way, running.time);
  return running.time;
}

// Where weights move a state is of its grain.
const learns = (way: string) => ways[way].variant?.plasticity === 'continuous';

// What another simulator has saved, whose random streams have gone on.
function resumed(scene: Scene, simulator: EventSimulator, test: Case) {
  const other = scene.simulator(learns(test.first) ? test.grains[0] : 'synapse');
  other.predict(scene.batch.inputs);
  const state = structuredClone(underWay(scene, other, test.first, 0.9 * test.share).save());
  const running = simulator.resume(state, scene.presentation(test.first));
  running.advance(test.share * lengthOf(scene, test.first));
  return running;
}

const circuitOf = (simulator: EventSimulator, { rule, relaxation }: RelaxPresentation) =>
  simulator.circuitOf(stepping(rule as RelaxationRule, relaxation));

// Some actor throws, wherever it may be.
function failing(scene: Scene, simulator: EventSimulator, test: Case): void {
  const { seed, first } = test;
  const presentation = scene.presentation(first);
  const { members } = circuitOf(simulator, presentation);
  const { population } = members[seed % members.length];
  const method = (['compose', 'set'] as const)[seed % 2];
  let left = Math.floor(test.share * 4);
  const own = population[method].bind(population) as (...given: unknown[]) => unknown;
  Object.assign(population, {
    [method]: (...given: unknown[]) => {
      if (--left < 0) throw new Error('an actor');
      return own(...given);
    },
  });
  try {
    simulator.relax(scene.batch, presentation);
  } catch (error) {
    expect((error as Error).message).toBe('an actor');
  }
  Reflect.deleteProperty(population, method);
}

/** The second presentation, on a simulator that has had the first, and on a fresh one. */
function compare(test: Case): void {
  const scene = new Scene(test);
  const [grain, another] = test.grains;
  const other = learns(test.second) ? grain : another;
  const presentation = scene.presentation(test.second);
  const used = scene.simulator(grain);
  end(scene, used, test);
  const fresh = scene.simulator(grain);
  const before = fresh.parameters();
  expect(used.parameters()).toEqual(before);
  const drawing = (simulator: EventSimulator) => circuitOf(simulator, presentation).medium.drawing;
  const streams = (simulator: EventSimulator) => drawing(simulator).map((one) => one.streamState());
  const now = streams(used);
  const traceless = ['abandoned', 'failed', 'resumed and abandoned'].includes(test.end);
  // A relaxation that an actor was to break may have come to its end before.
  if (traceless && test.end !== 'failed') expect(now).toEqual(streams(fresh));
  // Random streams go on from presentation to presentation; that is all that is left of one.
  for (const [i, one] of drawing(fresh).entries()) one.putStream(now[i]);
  const [seen, expected] = [used, fresh].map((simulator) => watch(simulator, scene.nodes));
  const running = used.begin(scene.batch, presentation);
  running.advance(test.share * lengthOf(scene, test.second));
  const state = saved(running);
  const result = running.result();
  expect(result).toEqual(fresh.begin(scene.batch, presentation).result());
  expect(seen).toEqual(expected);
  if (!state) return;
  // Gone on with elsewhere, and on one that has had the first.
  expect(scene.simulator(other).resume(state, presentation).result()).toEqual({
    ...result,
    course: expect.anything(),
  });
  const again = scene.simulator(grain);
  end(scene, again, test);
  expect(again.resume(state, presentation).result()).toEqual({ ...result, course: expect.anything() });
  expect(again.relax(scene.batch, presentation)).toEqual(used.relax(scene.batch, presentation));
}

// Undefined where it is over.
function saved(running: ReturnType<EventSimulator['begin']>) {
  try {
    return structuredClone(running.save());
  } catch {
    return undefined;
  }
}

/** Neurons that wait for their prompt synapses, and then for those of the second presentation again. */
const prompt: Case = {
  ...{ units: [4, 5, 5], graph: false, seed: 3, first: 'trajectories', second: 'trajectories', end: 'over' },
  ...{ share: 0.5, delays: 'each', wires: 'perfect', cells: 'perfect', grains: ['synapse', 'arbor'] },
};

describe('a presentation leaves nothing behind', () => {
  it('the second is that of a fresh simulator bit for bit, however the first was and ended', () => {
    fc.assert(fc.property(cases, compare), { seed: 8, numRuns: 100, examples: [[prompt]] });
  });
});

function endOf(present: () => unknown): 'over' | 'failed' {
  try {
    present();
    return 'over';
  } catch (error) {
    expect((error as Error).message).toMatch(/^log/);
    return 'failed';
  }
}

describe('after a failure the next presentation is that of a fresh simulator', () => {
  const test: Case = {
    ...{ units: [4, 3, 2], graph: false, seed: 2, first: 'trajectories', second: 'steps', end: 'failed' },
    ...{ share: 0.5, delays: 'one', wires: 'perfect', cells: 'perfect', grains: ['synapse', 'synapse'] },
  };
  const scene = new Scene(test);
  const whole = (way: string) => scene.simulator('synapse').relax(scene.batch, scene.presentation(way));

  it.each(['relax', 'train', 'begin'] as const)(
    'a replay that does not match, in %s: at any message',
    (method) => {
      const logged = scene.simulator('synapse');
      const log: Message[] = [];
      logged.listen('input', ...scene.nodes).subscribe((message) => log.push(message));
      const presentation = scene.presentation('steps that learn');
      const learning = { ...presentation, learningRate: 0.1 };
      const present = (simulator: EventSimulator) => {
        if (method === 'begin') return simulator.begin(scene.batch, learning).result();
        return simulator[method](scene.batch, learning);
      };
      present(logged);
      let failures = 0;
      for (let left = 0; left < log.length; left += 7) {
        const simulator = scene.simulator('synapse');
        const before = simulator.parameters();
        const replay = simulator.replay(log.slice(0, left), 'log', presentation.rule);
        // It comes to its end where all that the log lacks counts for nothing, or is of actors that it does not have.
        const ended = endOf(() => present(simulator));
        if (ended === 'failed') failures++;
        replay.stop();
        if (ended === 'failed') expect(simulator.parameters()).toEqual(before);
        else simulator.setParameters(before);
        expect(simulator.relax(scene.batch, scene.presentation('steps'))).toEqual(whole('steps'));
      }
      expect(failures).toBeGreaterThan(log.length / 14);
    },
  );

  it('numbers that cease to be finite', () => {
    const simulator = scene.simulator('arbor');
    const parameters = simulator.parameters();
    const name = `${scene.nodes[1]}.weight`;
    const huge = {
      shape: parameters[name].shape,
      data: parameters[name].data.map((w) => 1e308 * Math.sign(w)),
    };
    simulator.setParameters({ ...parameters, [name]: huge });
    for (const way of ['thresholds until silent', 'trajectories', 'steps']) {
      try {
        simulator.relax(scene.batch, scene.presentation(way));
      } catch (error) {
        expect((error as Error).message).toContain('EventQueue.at: got time NaN');
      }
    }
    simulator.setParameters(parameters);
    expect(simulator.relax(scene.batch, scene.presentation('steps'))).toEqual(whole('steps'));
  });

  it('a callback that throws ends it; a listener that throws does not', async () => {
    const simulator = scene.simulator('synapse');
    const onSample = () => {
      throw new Error('a callback');
    };
    const presentation = scene.presentation('steps');
    expect(() => simulator.relax(scene.batch, { ...presentation, onSample })).toThrow('a callback');
    const reported: unknown[] = [];
    config.onUnhandledError = (error) => reported.push(error);
    try {
      const listening = simulator.listen(...scene.nodes).subscribe(() => {
        throw 'a listener';
      });
      expect(simulator.relax(scene.batch, presentation)).toEqual(whole('steps'));
      listening.unsubscribe();
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(new Set(reported)).toEqual(new Set(['a listener']));
    } finally {
      config.onUnhandledError = null;
    }
    expect(simulator.relax(scene.batch, presentation)).toEqual(whole('steps'));
  });
});
