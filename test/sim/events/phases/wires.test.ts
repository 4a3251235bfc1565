import { describe, expect, it } from 'vitest';
import type { WireOptions } from '../../../../src/messages/wires.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { bp } from '../../../../src/rules/bp.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { both, expectSame, grains, sceneOf, scenes } from './surroundings.js';

const rough: WireOptions = { loss: 0.3, retransmit: 0.5, duplicate: 0.3, jitter: 1, seed: 3 };
const forGood: WireOptions = { loss: 0.2, duplicate: 0.2, jitter: 0.4, seed: 3 };
const perfect: WireOptions = { loss: 0, duplicate: 0, jitter: 0 };

describe.each(scenes)('activation relaxation in phases, %s', (name) => {
  const scene = sceneOf(name);
  const delays = Object.fromEntries(scene.nodes.map((node, i) => [node, i / 4]));

  // On change, for an output that is held says once what its own actor says once: the same draws in the same order.
  it.each(grains)('over rough wires, on change, is what its own actors make of it, grain %s', (grain) => {
    const onChange = { messages: 'threshold', quantum: 0 } as const;
    for (const wires of [rough, forGood])
      expectSame(both(scene, { wires, delays, grain }, {}, onChange), JSON.stringify(wires));
  });
});

const { network, batch, nodes } = sceneOf('a chain');
const rules = [phased(pc), phased(ep), phased(dfa), phased(fa), phased(bp)];

const relax = (rule: PhasedRule, options: EventOptions) =>
  new EventSimulator(network, initialParameters(network, 3, pathwayOf(rule)), options).relax(batch, {
    rule,
    relaxation: relaxationOf({}),
    record: true,
  });

it.each(rules)('wires that do nothing are none: $name', (rule) => {
  for (const delays of [{}, Object.fromEntries(nodes.map((node, i) => [node, i * 0.15]))])
    expect(relax(rule, { wires: perfect, delays })).toEqual(relax(rule, { delays }));
});

it.each(rules)('one seed determines a run, at both grains: $name', (rule) => {
  for (const wires of [rough, forGood]) {
    const first = relax(rule, { wires });
    expect(relax(rule, { wires, grain: 'synapse' })).toEqual(first);
    expect(relax(rule, { wires: { ...wires, seed: 4 } }).energy).not.toEqual(first.energy);
  }
});

it.each([phased(dfa), phased(fa), phased(bp)])('$name waits for what comes through in the end', (rule) => {
  const { gradient, energy } = relax(rule, { wires: rough });
  const perfectly = relax(rule, {});
  expect(gradient).toEqual(perfectly.gradient);
  expect(energy!.messages).toEqual(perfectly.energy!.messages);
  // 0.3 come twice; each copy 1 / 0.7 times.
  const times = energy!.operations.up / perfectly.energy!.operations.up;
  expect(Math.abs(times - 1.3 / 0.7)).toBeLessThan(0.4);
  expect(relax(rule, { wires: forGood }).gradient).not.toEqual(perfectly.gradient);
});
