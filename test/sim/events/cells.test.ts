import { describe, expect, it } from 'vitest';
import { initialParameters, matrix } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import type { Cells } from '../../../src/sim/events/build/cells.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';

const rule = rules.ar;
// One hidden unit under an output that is clamped: its drive is constant, w f' e = 3 times -2.
const line = parseNetwork({
  input: [1],
  layers: [
    { type: 'dense', units: 1, activation: 'linear' },
    { type: 'dense', units: 1, activation: 'linear' },
  ],
  loss: 'mse',
});
const value = (x: number) => matrix([[x]]);
const vector = (x: number) => ({ shape: [1], data: Float64Array.of(x) });
const parameters = {
  'layers.0.weight': value(1),
  'layers.0.bias': vector(0),
  'layers.1.weight': value(3),
  'layers.1.bias': vector(0),
};
const batch = { size: 1, inputs: { input: value(1) }, targets: { 'layers.1': value(5) } };
const drive = -6;
const course = (cells: Cells, relaxation: object, seed = 1) =>
  new EventSimulator(line, parameters, { cells, seed })
    .relax(batch, { rule, relaxation: relaxationOf(relaxation), record: true })
    .course.map((frame) => frame['layers.0'].data[0]);

describe('a time constant of its own', () => {
  it('slows a neuron down, by steps and with threshold messages', () => {
    const steps = course({ 'layers.0': { tau: 4 } }, { steps: 3, stepSize: 0.4 });
    // x <- x + 0.1 (drive - x) from the forward activity 1.
    const want = [1, 0.3, -0.33, -0.897];
    for (const [k, x] of want.entries()) expect(steps[k]).toBeCloseTo(x, 12);
    const relaxation = { messages: 'threshold', quantum: 0.1, duration: 8, stepSize: 1 };
    const exact = course({ 'layers.0': { tau: 4 } }, relaxation);
    for (const [t, x] of exact.entries()) expect(x).toBeCloseTo(drive + 7 * Math.exp(-t / 4), 12);
  });

  it('delays what it says with threshold messages: the time to move by a quantum is in proportion to it', () => {
    // Two hidden units in a row; the upper one goes from 1 to u = 3 (1 - 5) = -12, and says so at every quantum.
    const deep = parseNetwork({
      input: [1],
      layers: Array.from({ length: 3 }, () => ({ type: 'dense', units: 1, activation: 'linear' })),
      loss: 'mse',
    });
    const weights = [1, 1, 3].flatMap((weight, i) => [
      [`layers.${i}.weight`, value(weight)] as const,
      [`layers.${i}.bias`, vector(0)] as const,
    ]);
    const shown = { size: 1, inputs: { input: value(1) }, targets: { 'layers.2': value(7) } };
    const [quantum, tau] = [0.5, 2.5];
    const cells = { 'layers.1': { tau }, 'layers.0': { tau: 0.5 } };
    const simulator = new EventSimulator(deep, Object.fromEntries(weights), { cells });
    const said: { time: number; value: number }[] = [];
    simulator.listen('layers.1').subscribe(({ kind, time, value }) => {
      if (kind === 'down.x') said.push({ time, value });
    });
    const relaxation = relaxationOf({ messages: 'threshold', quantum, duration: 6, stepSize: 0.1 });
    const { course } = simulator.relax(shown, { rule, relaxation, record: true });
    const moved = Math.floor((13 * (1 - Math.exp(-6 / tau))) / quantum);
    expect(said).toHaveLength(1 + moved);
    for (const [k, { time, value }] of said.entries()) {
      expect(time).toBeCloseTo(tau * Math.log(13 / (13 - k * quantum)), 12);
      expect(value).toBeCloseTo(1 - k * quantum, 12);
    }
    // The lower one follows what it was told last, with a time constant of its own.
    let [x, at, k] = [1, 0, 0];
    for (const [frame, { 'layers.0': seen }] of course.entries()) {
      for (; k < said.length && said[k].time <= frame / 10; k++) {
        if (k > 0) x = said[k - 1].value + (x - said[k - 1].value) * Math.exp(-(said[k].time - at) / 0.5);
        at = said[k].time;
      }
      const goal = said[k - 1].value;
      expect(seen.data[0]).toBeCloseTo(goal + (x - goal) * Math.exp(-(frame / 10 - at) / 0.5), 10);
    }
  });
});

describe('noise', () => {
  const last = 20_000;
  const settled = (cells: Cells, stepSize: number) =>
    course(cells, { steps: last, stepSize, initial: 'zero' }).slice(2000);
  const moments = (xs: readonly number[]) => {
    const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
    return { mean, variance: xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / xs.length };
  };

  it.each([0.1, 0.5])('white: scatters by sd about the drive, steps of %s', (stepSize) => {
    const { mean, variance } = moments(
      settled({ 'layers.0': { noise: { kind: 'white', sd: 0.3 } } }, stepSize),
    );
    // Correlation 1 - h per step.
    const independent = ((last - 2000) * stepSize) / (2 - stepSize);
    expect(Math.abs(mean - drive)).toBeLessThan((4 * 0.3) / Math.sqrt(independent));
    expect(Math.abs(variance / 0.09 - 1)).toBeLessThan(4 * Math.sqrt(2 / independent));
  });

  it('Ornstein-Uhlenbeck in the drive: variance sd^2 tau / (1 + tau)', () => {
    const noise = { kind: 'ornstein-uhlenbeck', sd: 0.6, tau: 2 } as const;
    const { mean, variance } = moments(settled({ 'layers.0': { noise } }, 0.1));
    // Correlation times 2 and 1 of 18,000 steps of 0.1.
    const independent = ((last - 2000) * 0.1) / 2 / 3;
    expect(Math.abs(mean - drive)).toBeLessThan((4 * 0.6) / Math.sqrt(independent));
    expect(Math.abs(variance / ((0.36 * 2) / 3) - 1)).toBeLessThan(4 * Math.sqrt(2 / independent));
  });

  it('Ornstein-Uhlenbeck in the drive: as strong from the first step on as later, anew in every presentation', () => {
    const units = 4000;
    const wide = parseNetwork({
      input: [1],
      layers: [units, 1].map((n) => ({ type: 'dense', units: n, activation: 'linear' })),
      init: { weight: 'zeros' },
      loss: 'mse',
    });
    const noise = { kind: 'ornstein-uhlenbeck', sd: 0.5, tau: 50 } as const;
    const simulator = new EventSimulator(wide, initialParameters(wide, 1), {
      cells: { 'layers.0': { noise } },
    });
    const first = () =>
      // With a step of 1 the activity is the drive.
      simulator.relax(
        { ...batch, targets: { 'layers.1': value(0) } },
        { rule, relaxation: relaxationOf({ solver: 'euler', steps: 1, stepSize: 1 }) },
      ).activity['layers.0'].data;
    const [one, two] = [first(), first()].map((data) => Array.from(data));
    const square = (xs: readonly number[]) => xs.reduce((sum, x) => sum + x * x, 0) / units;
    const product = one.reduce((sum, x, i) => sum + x * two[i], 0) / units;
    // Four standard errors: sd^2 sqrt(2 / n) of a square, sd^2 sqrt(1 / n) of a product.
    expect(Math.abs(square(one) - 0.25)).toBeLessThan(4 * 0.25 * Math.sqrt(2 / units));
    expect(Math.abs(square(two) - 0.25)).toBeLessThan(4 * 0.25 * Math.sqrt(2 / units));
    expect(Math.abs(product)).toBeLessThan((4 * 0.25) / Math.sqrt(units));
  });

  it('goes the same way under the same seed, whoever listens, and in each neuron its own', () => {
    const network = parseNetwork(networks['skip connection']);
    const own = initialParameters(network, 1);
    const cells: Cells = {
      h1: { noise: { kind: 'white', sd: 0.1 } },
      h2: { noise: { kind: 'ornstein-uhlenbeck', sd: 0.1, tau: 1 } },
    };
    const run = (seed: number, grain: 'synapse' | 'arbor', listening = false) => {
      const simulator = new EventSimulator(network, own, { cells, seed, grain });
      if (listening) simulator.listen('h1', 'h2.weight').subscribe();
      const relaxation = relaxationOf({ steps: 20 });
      return simulator.relax(randomBatch(network, 2, 1), { rule, relaxation, record: true });
    };
    const first = run(1, 'synapse');
    expect(run(1, 'synapse', true)).toEqual(first);
    expect(run(1, 'arbor')).toEqual(first);
    expect(run(2, 'synapse').course).not.toEqual(first.course);
    const quiet = new EventSimulator(network, own).relax(randomBatch(network, 2, 1), {
      rule,
      relaxation: relaxationOf({ steps: 20 }),
    });
    const apart = [...first.activity.h1.data].map((x, i) => x - quiet.activity.h1.data[i]);
    expect(new Set(apart).size).toBe(apart.length);
  });
});

describe('a dead neuron', () => {
  it('says nothing and learns nothing, like one whose weights are zero', () => {
    const network = parseNetwork(networks['skip connection']);
    const own = initialParameters(network, 1);
    for (const relaxation of [
      relaxationOf({ steps: 30 }),
      relaxationOf({ duration: 5 }),
      relaxationOf({ messages: 'threshold', quantum: 0.01 }),
    ]) {
      const dead = new EventSimulator(network, own, { cells: { h2: { dead: [2] } } });
      const { activity, forward, gradient } = dead.relax(randomBatch(network, 1, 1), { rule, relaxation });
      expect([forward.h2.data[2], activity.h2.data[2]]).toEqual([0, 0]);
      const row = gradient['h2.weight'].data.slice(2 * 7, 3 * 7);
      expect([...row].every((g) => g === 0)).toBe(true);
      // Its weights to the output do not matter any more; the bias of 0.1 is there to be of no effect.
      const out = own['out.weight'].data.slice();
      for (let i = 0; i < 3; i++) out[i * 18 + 2] = 100;
      const other = new EventSimulator(
        network,
        { ...own, 'out.weight': { ...own['out.weight'], data: out } },
        { cells: { h2: { dead: [2] } } },
      );
      const moved = other.relax(randomBatch(network, 1, 1), { rule, relaxation });
      expect(moved.activity.h1).toEqual(activity.h1);
    }
  });
});

it('cells that cannot be are refused', () => {
  const make = (cells: Cells) => refusal(() => new EventSimulator(line, parameters, { cells }));
  expect(make({ 'layer.0': {} })).toContain('cells: got "layer.0", expected a node: layers.0, layers.1');
  expect(make({ 'layers.0': { tau: 0 } })).toContain('cells.layers.0.tau: got 0');
  expect(make({ 'layers.0': { noise: { kind: 'white', sd: -1 } } })).toContain('noise.sd: got -1');
  expect(make({ 'layers.0': { dead: [1] } })).toContain(
    'cells.layers.0.dead: got 1, expected units from 0 to 0',
  );
  const asked = (cells: Cells, relaxation: object) => refusal(() => course(cells, relaxation));
  const white: Cells = { 'layers.0': { noise: { kind: 'white', sd: 1 } } };
  expect(asked(white, { duration: 1 })).toContain('got messages trajectory, expected steps');
  expect(asked({ 'layers.0': { tau: 2 } }, { duration: 1 })).toContain('futures have one time constant');
  expect(asked({ 'layers.0': { tau: 0.05 } }, { steps: 2 })).toContain('0.05 with steps of 0.1');
});
