import { describe, expect, it } from 'vitest';
import { valueAt } from '../../../../src/math/trajectory.js';
import type { Message, RuleMessage } from '../../../../src/messages/message.js';
import { initialParameters, matrix } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { networks } from '../../../agreement/networks.js';
import { asSet, forReference, randomBatch } from '../../../agreement/problems.js';
import { backprop } from '../../../reference/index.js';
import { inputs, live, targets } from './scene.js';

const way = (teachEvery: number, learningRate = 0.1): LiveOptions => ({
  way: 'two-compartments',
  learningRate,
  twoCompartments: { teachEvery },
});

describe('two neurons, worked out by hand', () => {
  it('answer at once', () => {
    const { simulator, of } = live(way(50));
    simulator.present({ time: 3, inputs, targets });
    simulator.runThrough(5);
    expect(of('layers.0[0]', 'up.rate').map(({ time, value }) => [time, value])).toEqual([[3, 4]]);
    expect(simulator.answer('layers.1')).toEqual(Float64Array.of(2.25));
  });

  it('a hidden one says so, to whoever is below it', () => {
    const deep = parseNetwork({
      input: [1],
      layers: [
        { type: 'dense', units: 1, activation: 'linear' },
        { type: 'dense', units: 1, activation: 'linear' },
        { type: 'dense', units: 1, activation: 'linear' },
      ],
    });
    const bias = { shape: [1], data: Float64Array.of(0) };
    const weights = [4, 1, 0.5].flatMap((weight, i) => [
      [`layers.${i}.weight`, matrix([[weight]])] as const,
      [`layers.${i}.bias`, bias] as const,
    ]);
    const simulator = new LiveSimulator(deep, Object.fromEntries(weights), way(50));
    const said: RuleMessage[] = [];
    simulator.listen('layers.1').subscribe((message) => {
      if (message.kind === 'down.x') said.push(message as RuleMessage);
    });
    // y = 2, so e = 0.25, and the drive of the one below is 0.125.
    simulator.present({ time: 3, inputs: { input: [1] }, targets: { 'layers.2': [1.75] } });
    simulator.runThrough(5);
    const { x } = said.at(-1)!.futures!;
    for (const t of [3, 3.5, 10]) expect(valueAt(x, t)).toBeCloseTo(0.125 * (1 - Math.exp(3 - t)), 14);
  });

  it("teach the integral of f' x since their last tick, and weights change by it at once", () => {
    const { simulator, of, weight } = live(way(4));
    simulator.present({ time: 0, inputs, targets });
    simulator.runThrough(12);
    for (const [source, integral] of [
      ['layers.1[0]', (t: number) => 0.25 * t],
      // A drive that stands goes on as it was said; of weights that have changed it hears with the next news.
      ['layers.0[0]', (t: number) => 0.125 * (t - 1 + Math.exp(-t))],
    ] as const) {
      const taught = of(source, 'learn');
      expect(taught).toHaveLength(3);
      let before = 0;
      for (const { time, value } of taught) {
        expect(value).toBeCloseTo(integral(time) - integral(before), 13);
        before = time;
      }
      const total = integral(before);
      const layer = source.slice(0, -3);
      const [pre, first, bias] = layer === 'layers.0' ? [1, 2, -1] : [4, 0.5, 0.25];
      expect(weight(`${layer}.weight`)).toBeCloseTo(first - 0.1 * pre * total, 13);
      expect(weight(`${layer}.bias`)).toBeCloseTo(bias - 0.1 * total, 13);
    }
  });

  it('a new stimulus amid a relaxation: the apical compartment goes on from where it is, what was not taught is dropped', () => {
    const { simulator, of } = live(way(100));
    simulator.present({ time: 0, inputs, targets });
    simulator.present({ time: 1, inputs: { input: [2, 1] }, targets });
    simulator.runThrough(100);
    // a = 6, y = 3.25, e = 1.25, drive 0.625.
    const x1 = 0.125 * (1 - Math.exp(-1));
    const [{ time, value }] = of('layers.0[0]', 'learn');
    const s = time - 1;
    expect(s).toBeGreaterThan(0);
    expect(value).toBeCloseTo(0.625 * s + (x1 - 0.625) * (1 - Math.exp(-s)), 11);
  });

  it('targets that come late teach from then on; never, nothing; withdrawn, what is left fades', () => {
    const never = live(way(1));
    never.simulator.present({ time: 0, inputs });
    never.simulator.runThrough(100);
    expect(never.log.filter(({ kind }) => kind === 'learn')).toEqual([]);

    const late = live(way(100));
    late.simulator.present({ time: 0, inputs });
    late.simulator.present({ time: 1, targets });
    late.simulator.runThrough(100);
    const [{ time, value }] = late.of('layers.1[0]', 'learn');
    expect(value).toBeCloseTo(0.25 * (time - 1), 13);

    const withdrawn = live(way(1, 0));
    withdrawn.simulator.present({ time: 0, inputs, targets });
    withdrawn.simulator.present({ time: 2, targets: null });
    withdrawn.simulator.runThrough(60);
    const output = withdrawn.of('layers.1[0]', 'learn');
    expect(output.reduce((sum, message) => sum + message.value, 0)).toBeCloseTo(0.5, 13);
    // The integral of x over all time is that of its drive.
    const hidden = withdrawn.of('layers.0[0]', 'learn');
    expect(hidden.reduce((sum, message) => sum + message.value, 0)).toBeCloseTo(0.25, 12);
  });

  it('new inputs without targets withdraw those of the inputs before', () => {
    const { simulator, of } = live(way(1, 0));
    simulator.present({ time: 0, inputs, targets });
    simulator.present({ time: 2, inputs: { input: [2, 1] } });
    simulator.runThrough(30);
    const times = of('layers.1[0]', 'learn').map(({ time }) => time);
    expect(times.length).toBeGreaterThan(0);
    expect(Math.max(...times)).toBeLessThan(2);
  });

  it('what is the same as before is not said again: inputs, answers, feedback that is nothing', () => {
    const { simulator, of } = live(way(1, 0));
    const said: string[] = [];
    simulator.listen('input').subscribe(({ time, source, value }) => said.push(`${time} ${source} ${value}`));
    const downward = () => of('layers.1[0]', 'down.x').map(({ time, value }) => [time, value]);
    simulator.present({ time: 0, inputs });
    simulator.runThrough(5);
    expect(downward()).toEqual([[0, 0]]);
    simulator.present({ time: 6, inputs: { input: [1, 2] } });
    // 2 * 2.5 + 3 * 1 - 1 = 7, as it is: 2 * 1 + 3 * 2 - 1.
    simulator.present({ time: 7, inputs: { input: [2.5, 1] } });
    simulator.present({ time: 8, inputs: { input: [2.5, 1] } });
    simulator.runThrough(10);
    expect(said).toEqual(['0 input[0] 1', '0 input[1] 1', '6 input[1] 2', '7 input[0] 2.5', '7 input[1] 1']);
    expect(of('layers.0[0]', 'up.rate').map(({ time, value }) => [time, value])).toEqual([
      [0, 4],
      [6, 7],
    ]);
    simulator.present({ time: 11, targets: null });
    simulator.runThrough(12);
    expect(downward()).toEqual([[0, 0]]);
  });
});

describe('one stimulus shown for long', () => {
  it.each(Object.entries(networks))(
    "f' x reaches the float64 gradient of backpropagation to 1e-10: %s",
    (_, description) => {
      const { simulator, batch, parameters, network } = shown(description, 0);
      const last = new Map<string, number>();
      simulator.listen(...Object.keys(network.nodes)).subscribe(({ kind, source, value }) => {
        if (kind === 'learn') last.set(source, value);
      });
      simulator.runThrough(80);
      const gradient = backprop(description, asSet(parameters), forReference(batch));
      for (const node of Object.keys(network.nodes)) {
        for (const [unit, wanted] of gradient[`${node}.bias`].entries()) {
          // Over the two tau of a timer.
          const taught = (last.get(`${node}[${unit}]`) ?? 0) / 2;
          expect(Math.abs(taught - wanted)).toBeLessThan(1e-10);
        }
      }
    },
  );

  // Each layer passes a step on with a mean delay of one tau: the integral of x is g (t - d), d layers below the output.
  it('what is taught in all is the gradient times the time, less one tau for each layer on the way', () => {
    const description = networks['five hidden layers'];
    const { simulator, batch, parameters, network } = shown(description, 0);
    const taught = new Map<string, Message[]>();
    const nodes = Object.keys(network.nodes);
    simulator.listen(...nodes).subscribe((message) => {
      if (message.kind === 'learn')
        taught.set(message.source, [...(taught.get(message.source) ?? []), message]);
    });
    simulator.runThrough(150);
    const gradient = backprop(description, asSet(parameters), forReference(batch));
    for (const [place, node] of nodes.entries()) {
      const below = nodes.length - 1 - place;
      for (const [unit, wanted] of gradient[`${node}.bias`].entries()) {
        const said = taught.get(`${node}[${unit}]`) ?? [];
        const sum = said.reduce((total, { value }) => total + value, 0);
        const time = said.at(-1)?.time ?? 0;
        expect(Math.abs(sum - (wanted === 0 ? 0 : wanted * (time - below)))).toBeLessThan(1e-10);
      }
    }
  });

  function shown(description: (typeof networks)[string], learningRate: number) {
    const network = parseNetwork(description);
    const parameters = initialParameters(network, 3);
    const batch = randomBatch(network, 1, 5);
    const simulator = new LiveSimulator(network, parameters, way(2, learningRate));
    const units = (set: typeof batch.inputs) =>
      Object.fromEntries(Object.entries(set).map(([name, { data }]) => [name, data]));
    simulator.present({ time: 0, inputs: units(batch.inputs), targets: units(batch.targets) });
    return { simulator, batch, parameters, network };
  }
});
