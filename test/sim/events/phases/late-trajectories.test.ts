import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { pc } from '../../../../src/rules/pc.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { randomBatch } from '../../../agreement/problems.js';
import { chain, deviation, example, tangle } from '../../../reference/index.js';
import { problemOf } from '../../batched/problem.js';

describe('a trajectory with a delay', () => {
  // One neuron after the other: x1 hears w f' x2 0.5 later.
  const network = parseNetwork({
    input: [1],
    layers: [
      { type: 'dense', units: 1 },
      { type: 'dense', units: 1 },
      { type: 'dense', units: 1 },
    ],
    loss: 'mse',
  });
  const [a, b, c] = ['layers.0', 'layers.1', 'layers.2'];
  const parameters = initialParameters(network, 2);
  const weight = (node: string) => parameters[`${node}.weight`].data[0];
  const batch = randomBatch(network, 1, 3);
  const play = (delays: Record<string, number>, duration: number) => {
    const simulator = new EventSimulator(network, parameters, { delays });
    const said: string[] = [];
    simulator.listen(a, b, c).subscribe(({ source, time, kind }) => {
      if (kind === 'down.x') said.push(`${source} ${time}`);
    });
    const { states } = simulator.relax(batch, {
      rule: phased(ar, { initial: 'zero' }),
      relaxation: relaxationOf({ duration }),
    });
    return { said, x: (node: string) => states![`${node}.x`].data[0] };
  };

  it('by hand: a neuron leaks alone until the first message comes, and then follows what is that late', () => {
    const { said, x } = play({ [b]: 0.5, [c]: 1 }, 3);
    // The sweep takes 1.5. Linear: x3 stays, x2 goes to w3 x3 from 1 on; x1 hears of that 0.5 later.
    const error = x(c);
    const [first, second] = [weight(c) * error, weight(b) * weight(c) * error];
    const t = 3 - 1;
    expect(x(b)).toBeCloseTo(first * (1 - Math.exp(-t)), 14);
    const s = t - 0.5;
    expect(x(a)).toBeCloseTo(second * (1 - Math.exp(-s) - s * Math.exp(-s)), 14);
    // Who has children only: when the phase begins, and when news has come.
    expect(said).toEqual([`${b}[0] 1.5`, `${c}[0] 1.5`, `${b}[0] 2.5`]);
  });
});

describe.each([
  ['a chain', example(chain('tanh', 'mse'))],
  ['a graph', example(tangle('sigmoid', 'mse'))],
])('predictive coding with frozen predictions, late: %s', (_, problem) => {
  const { network, parameters, batch } = problemOf(problem);
  const nodes = Object.keys(network.nodes);
  const delays = Object.fromEntries(
    nodes.map((node, i) => [
      node,
      [0.4, 0, (post: number, pre: number) => 0.2 * ((post + 2 * pre) % 4)][i % 3],
    ]),
  );
  const states = (options: EventOptions, stepSize: number, duration?: number) => {
    const steps = Math.round(1.6 / stepSize);
    const { states } = new EventSimulator(network, parameters, { ...options, delays }).relax(batch, {
      rule: phased(pc, { predictions: 'frozen', outputVariance: 2, steps, stepSize }),
      relaxation: relaxationOf(duration === undefined ? {} : { duration }),
    });
    return Object.fromEntries(nodes.map((node) => [node, states![`${node}.v`].data]));
  };

  it('is where Euler steps of the same delays tend to, with the step; both grains to the bit', () => {
    const exact = states({ grain: 'arbor' }, 0.1, 1.6);
    expect(states({ grain: 'synapse' }, 0.1, 1.6)).toEqual(exact);
    const errors = [0.02, 0.01].map((stepSize) =>
      deviation(states({ grain: 'arbor' }, stepSize), exact, 1e-9),
    );
    expect(errors[0] / errors[1]).toBeGreaterThan(1.8);
    expect(errors[0] / errors[1]).toBeLessThan(2.2);
  });
});

const alike = (post: number, pre: number) => 0.25 * ((post + pre) % 3);

it('what is watched meanwhile is where neurons are: of what is late, from when it comes', () => {
  const { network, parameters, batch } = problemOf(example(tangle('tanh', 'mse'), 1));
  const nodes = Object.keys(network.nodes);
  const delays = Object.fromEntries(nodes.map((node, i) => [node, i % 2 ? alike : 0.5]));
  const rule = phased(ar, { stepSize: 0.25 });
  const simulator = new EventSimulator(network, parameters, { delays });
  const names = nodes.map((node) => `${node}.x`);
  const { actors, seen } = simulator.watch('activity', names, { every: 0.25 }, rule);
  const frames = new Map<number, readonly number[]>();
  seen.subscribe(({ time, values }) => frames.set(time, [...values]));
  let start = Number.NaN;
  simulator.listen(nodes[nodes.length - 1]).subscribe(({ time, kind }) => {
    if (kind === 'down.x' && Number.isNaN(start)) start = time;
  });
  const relaxation = relaxationOf({ duration: 2, stepSize: 0.25 });
  const { course } = simulator.relax(batch, { rule, relaxation, record: true });
  const { course: alone } = new EventSimulator(network, parameters, { delays }).relax(batch, {
    ...{ rule, relaxation, record: true },
  });
  expect(course).toEqual(alone);
  let compared = 0;
  for (const [k, frame] of course.entries()) {
    const values = [...frames].find(([time]) => Math.abs(time - start - 0.25 * k) < 1e-9)?.[1];
    for (const [i, value] of values?.entries() ?? []) {
      const [, name, unit] = /(.*)\[(.*)\]/.exec(actors[i])!;
      expect(value).toBeCloseTo(frame[name].data[Number(unit)], 13);
      compared++;
    }
  }
  expect(compared).toBe(course.length * actors.length);
});
