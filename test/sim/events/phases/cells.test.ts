import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { ep } from '../../../../src/rules/ep.js';
import { pc } from '../../../../src/rules/pc.js';
import type { Cells } from '../../../../src/sim/events/build/cells.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { both, expectSame, grains, sceneOf, scenes } from './surroundings.js';

const relaxation = relaxationOf({});
const white = { kind: 'white', sd: 0.1 } as const;
const coloured = { kind: 'ornstein-uhlenbeck', sd: 0.2, tau: 0.7 } as const;

/** Every node has something. */
const cellsFor = (nodes: readonly string[]): Cells =>
  Object.fromEntries(
    nodes.map((node, i) => [
      node,
      [
        { tau: 0.5 + i / 4, dead: [0] },
        { noise: white },
        { noise: coloured, tau: (unit: number) => 1 + unit / 8 },
      ][i % 3],
    ]),
  );

describe.each(scenes)('activation relaxation in phases, %s', (name) => {
  const scene = sceneOf(name);
  it.each(grains)('with cells that differ is what its own actors make of it, grain %s', (grain) => {
    const cells = cellsFor(scene.nodes);
    for (const variant of [{}, { derivative: 'current', updateDerivative: 'none' }] as const)
      expectSame(both(scene, { cells, seed: 5, grain }, { variant }), JSON.stringify(variant));
    const delays = Object.fromEntries(scene.nodes.map((node) => [node, 0.3]));
    expectSame(both(scene, { cells, seed: 5, grain, delays }), 'and delays');
  });
});

const { network, batch } = sceneOf('a chain');

const relax = (rule: PhasedRule, cells: Cells, seed = 1, grain: 'arbor' | 'synapse' = 'arbor') =>
  new EventSimulator(network, initialParameters(network, 3, pathwayOf(rule)), { cells, seed, grain }).relax(
    batch,
    {
      rule,
      relaxation,
    },
  );

describe('a dead neuron', () => {
  it.each([phased(pc), phased(ep), phased(dfa)])(
    'of $name has states of 0, and learns and says nothing',
    (rule) => {
      const { states, gradient, energy } = relax(rule, { 'layers.1': { dead: [2] } });
      const [samples, units] = [2, 5];
      for (const [key, { data }] of Object.entries(states!))
        if (key.startsWith('layers.1.'))
          for (let row = 0; row < samples; row++) expect(data[row * units + 2], key).toBe(0);
      const fan = gradient['layers.1.weight'].shape[1];
      expect([...gradient['layers.1.weight'].data.slice(2 * fan, 3 * fan)].every((g) => g === 0)).toBe(true);
      expect(gradient['layers.1.bias'].data[2]).toBe(0);
      const all = relax(rule, {}).energy!;
      expect(energy!.messages.up).toBeLessThan(all.messages.up);
      // An hour of silence: what the living say is as often as before.
      expect(energy!.messages.up % 2).toBe(0);
    },
  );
});

describe('noise', () => {
  it('goes to what the rule moves first, and nowhere else', () => {
    const rule = phased(pc, { steps: 1, stepSize: 1 });
    const [still, moved] = [{}, { 'layers.0': { noise: white } }].map((cells) => relax(rule, cells).states!);
    expect(moved['layers.0.v'].data).not.toEqual(still['layers.0.v'].data);
    expect(moved['layers.1.v'].data).toEqual(still['layers.1.v'].data);
  });

  it('goes the same way under the same seed, at both grains, and goes on from one presentation to the next', () => {
    const rule = phased(ep, { stepSize: 0.2 });
    const cells: Cells = { 'layers.0': { noise: white }, 'layers.3': { noise: coloured } };
    expect(relax(rule, cells, 2)).toEqual(relax(rule, cells, 2, 'synapse'));
    expect(relax(rule, cells, 2).states).not.toEqual(relax(rule, cells, 3).states);
    const simulator = new EventSimulator(network, initialParameters(network, 3), { cells });
    const twice = [1, 2].map(() => simulator.relax(batch, { rule, relaxation }).states);
    expect(twice[0]).not.toEqual(twice[1]);
  });

  it('is put back where a presentation fails', () => {
    const rule = phased(ep, { stepSize: 0.2 });
    const cells: Cells = { 'layers.0': { noise: white } };
    const simulator = new EventSimulator(network, initialParameters(network, 3), { cells });
    const fails = () => {
      throw new Error('enough');
    };
    expect(() => simulator.relax(batch, { rule, relaxation, onSample: fails })).toThrow('enough');
    expect(simulator.relax(batch, { rule, relaxation })).toEqual(relax(rule, cells));
  });
});

describe('a time constant', () => {
  it('divides the step of whatever moves', () => {
    const [slow, short] = [
      relax(phased(ep, { stepSize: 0.4 }), tauOfAll(2)),
      relax(phased(ep, { stepSize: 0.2 }), {}),
    ];
    expect(slow.states).toEqual(short.states);
    expect(slow.phases![0].velocity).toBeCloseTo(short.phases![0].velocity! / 2, 12);
  });
});

const tauOfAll = (tau: number): Cells =>
  Object.fromEntries(['layers.0', 'layers.1', 'layers.2', 'layers.3'].map((node) => [node, { tau }]));

it('cells that have no place in a rule are refused', () => {
  const asked = (rule: PhasedRule, cells: Cells) => expect(() => relax(rule, cells));
  asked(phased(dfa), { 'layers.0': { tau: 2 } }).toThrow(
    /EventSimulator.cells.layers.0.tau with rule dfa: got a rule without steps/,
  );
  asked(phased(dfa), { 'layers.0': { noise: white } }).toThrow(/cells.layers.0.noise with rule dfa/);
  asked(phased(ep), { 'layers.0': { tau: 0.2 } }).toThrow(
    /cells.layers.0.tau with rule ep: got 0.2 with steps of 0.5/,
  );
  asked(phased(dfa), { 'layers.0': { dead: [1] } }).not.toThrow();
  const frozen = phased(pc, { predictions: 'frozen' });
  expect(() =>
    new EventSimulator(network, initialParameters(network, 3), { cells: tauOfAll(2) }).relax(batch, {
      rule: frozen,
      relaxation: { ...relaxation, duration: 3 },
    }),
  ).toThrow(
    /EventSimulator.cells.layers.0.tau with rule pc, .* got messages trajectory, expected steps or threshold messages: futures have one time constant/,
  );
});
