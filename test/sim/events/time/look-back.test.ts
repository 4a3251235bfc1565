import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../../src/math/random.js';
import { initialParameters, matrix } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ep } from '../../../../src/rules/ep.js';
import { pc } from '../../../../src/rules/pc.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import type { RunningState } from '../../../../src/sim/events/save/running.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { rules } from '../../../../src/sim/rules.js';

// Each message over each wire is a task of its own where wires are given; these neither lose nor shift anything.
const singly = { loss: 0, duplicate: 0, jitter: 0 };
const grains = ['synapse', 'arbor'] as const;

const widths = fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 3, maxLength: 4 });
/** The longest delay in steps; of how many ticks apart delays are, 0 where they are any number. */
const reach = fc.record({ longest: fc.integer({ min: 1, max: 9 }), apart: fc.constantFrom(0, 1, 3) });
const schedule = fc.constantFrom('synchronous', 'top-down', 'asynchronous');
const scene = fc.record({
  widths,
  reach,
  schedule,
  steps: fc.integer({ min: 1, max: 14 }),
  seed: fc.integer({ min: 1, max: 99 }),
});
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

const stepSize = 0.2;

function built({ widths, reach: { longest, apart }, seed }: Scene) {
  const [input, ...units] = widths;
  const layer = (n: number) => ({ type: 'dense', units: n, activation: 'tanh' });
  const hidden = units.slice(0, -1).map(layer);
  const network = parseNetwork({
    input: [input],
    layers: [...hidden, { type: 'dense', units: units.at(-1) }],
    loss: 'mse',
  });
  const stream = randomStream(seed, 'delays');
  const drawn = new Map<string, number>();
  const delayOf = (node: string) => (post: number, pre: number, parent: number) => {
    const place = `${node}/${parent}/${post}/${pre}`;
    if (!drawn.has(place)) {
      // Two at least are not alike: else they would be one delay.
      const ticks = post + pre === 0 ? longest + apart : stream.uniform() * (longest - 0.1);
      drawn.set(place, stepSize * (apart === 0 ? ticks : apart * Math.floor(ticks / apart)));
    }
    return drawn.get(place)!;
  };
  const nodes = Object.keys(network.nodes);
  const delays = Object.fromEntries(nodes.map((node) => [node, delayOf(node)]));
  const row = (size: number) => matrix([Array.from({ length: size }, () => 2 * stream.uniform() - 1)]);
  const batch = { size: 1, inputs: { input: row(input) }, targets: { [nodes.at(-1)!]: row(units.at(-1)!) } };
  return { network, delays, batch };
}

const phasedRules: Readonly<Record<string, (scene: Scene) => PhasedRule>> = {
  'states that move': ({ steps }) => phased(pc, { steps, stepSize }),
  'weights that move, too': ({ steps }) => phased(pc, { plasticity: 'continuous', steps, stepSize }),
  'two phases, one after the other': ({ steps }) =>
    phased(ep, { freeSteps: steps, nudgedSteps: steps, stepSize }),
};

describe.each(Object.entries(phasedRules))('synapses that look back, under a rule with %s', (_, ruleOf) => {
  it('learn and end where single messages take them, stopped and gone on with anywhere', () => {
    fc.assert(
      fc.property(scene, fc.double({ min: 0, max: 1, noNaN: true }), (given, when) => {
        const rule = ruleOf(given);
        const { network, delays, batch } = built(given);
        const parameters = initialParameters(network, given.seed, pathwayOf(rule));
        const make = (options: EventOptions) =>
          new EventSimulator(network, parameters, { delays, ...options });
        const presented = { rule, relaxation: relaxationOf({}), learningRate: 0.1 };
        const queued = make({ wires: singly });
        const want = queued.relax(batch, presented);
        for (const grain of grains) {
          const simulator = make({ grain });
          expect(simulator.relax(batch, presented)).toEqual(want);
          const running = make({ grain }).begin(batch, presented);
          if (running.advance(when * stepSize * 3 * (given.steps + 12))) continue;
          const state = structuredClone(running.save()) as RunningState;
          expect(running.result()).toEqual(want);
          expect(make({ grain }).resume(state, presented).result()).toEqual(want);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('synapses that look back', () => {
  it('carry what single messages carry, whatever the schedule', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { network, delays, batch } = built(given);
        const parameters = initialParameters(network, given.seed);
        const relaxation = relaxationOf({ steps: given.steps, stepSize, schedule: given.schedule });
        const presented = { rule: rules.ar, relaxation, record: true };
        const want = new EventSimulator(network, parameters, { delays, wires: singly }).relax(
          batch,
          presented,
        );
        for (const grain of grains) {
          const simulator = new EventSimulator(network, parameters, { delays, grain });
          expect(simulator.relax(batch, presented)).toEqual(want);
          // Nothing is left of one presentation in the next.
          expect(simulator.relax(batch, presented)).toEqual(want);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('learn in training what single messages teach', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { network, delays, batch } = built(given);
        const parameters = initialParameters(network, given.seed);
        const relaxation = relaxationOf({ steps: given.steps, stepSize });
        const trained = (options: EventOptions) => {
          const simulator = new EventSimulator(network, parameters, { delays, ...options });
          for (let k = 0; k < 3; k++)
            simulator.train(batch, { rule: rules.ar, relaxation, learningRate: 0.1 });
          return simulator.parameters();
        };
        const want = trained({ wires: singly });
        for (const grain of grains) expect(trained({ grain })).toEqual(want);
      }),
      { numRuns: 30 },
    );
  });
});
