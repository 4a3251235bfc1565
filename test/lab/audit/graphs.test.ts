import { describe, expect, it } from 'vitest';
import { auditRule } from '../../../src/lab/audit/index.js';
import { auditPhases } from '../../../src/lab/audit/phases-audit.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { ar } from '../../../src/rules/ar.js';
import { dfa } from '../../../src/rules/dfa.js';
import { fa } from '../../../src/rules/fa.js';
import { pc } from '../../../src/rules/pc.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { phased } from '../../../src/sim/phased.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import type { Rule } from '../../../src/sim/rule.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import { variantOf } from '../../../src/sim/variant.js';
import { graphs } from '../../graphs/networks.js';

const relaxation = relaxationOf({ solver: 'euler' });
const all = [phased(ar, { steps: 3 }), phased(pc, { steps: 3 }), phased(fa), phased(dfa)];

const ports = parseNetwork({
  inputs: { image: [4, 4, 1] },
  nodes: {
    c: { type: 'conv2d', filters: 2, kernel: 3, padding: 1, activation: 'tanh', from: ['image'] },
    p: { type: 'maxPool2d', kernel: 2, from: ['c'] },
    flat: { type: 'flatten', from: ['p'] },
    g: { type: 'dense', units: 8, activation: 'sigmoid', from: ['image'] },
    m: { type: 'multiply', from: ['flat', 'g'] },
    out: { type: 'dense', units: 2, from: ['m'] },
  },
  outputs: { out: { loss: 'mse' } },
});

describe.each(Object.entries(graphs))('a graph is audited: %s', (name, description) => {
  // Each rule with every fourth graph, each graph with one: they take seconds.
  const rule = all[Object.keys(graphs).indexOf(name) % all.length];
  it(rule.name, () => {
    const { asDeclared, findings, undeclared } = auditRule(rule, relaxation, parseNetwork(description));
    expect({ asDeclared, findings, undeclared }).toEqual({ asDeclared: true, findings: [], undeclared: [] });
  });
});

it.each(all)('products and largest of ports are what messages brought: $name', (rule) => {
  const { asDeclared, findings, level, readings } = auditRule(rule, relaxation, ports);
  expect({ asDeclared, findings, level }).toEqual({ asDeclared: true, findings: [], level: 3 });
  expect(readings.find(({ reads }) => reads === 'shared weight')?.where).toEqual(['c']);
});

it('a slope that is kept counts once for each port, and a slope towards ports that are added is none', () => {
  const kept = (rule: Rule, reads: string) =>
    auditRule(rule, relaxation, ports).readings.find((row) => row.reads === reads)?.kept;
  // c 32, g 8 and out 2 have one each; p 8 neurons of 4 ports, m 8 of 2.
  expect(kept(rules.ar, 'slope')).toEqual({ numbers: 32 + 8 + 2 + 8 * 4 + 8 * 2, each: 4, per: 'neuron' });
  const excluded = arVariant(variantOf({ bias: 'excluded' }));
  expect(kept(excluded, 'gate(rate)')).toEqual({ numbers: 8 * 4 + 8 * 2, each: 4, per: 'neuron' });
  expect(auditRule(excluded).readings.find(({ reads }) => reads === 'gate(rate)')).not.toHaveProperty('kept');
});

it('Activation Relaxation as the command has it reads a shared weight, and declares it', () => {
  expect(auditRule(rules.ar, relaxation, ports)).toMatchObject({
    asDeclared: true,
    undeclared: [],
    level: 3,
  });
});

describe('a neuron that knows of its ports what no message told is caught', () => {
  const caught = (node: string, tamper: (slopes: Float64Array) => unknown) => {
    const world = { network: ports, seed: 1 };
    return auditPhases(phased(ar, { steps: 3 }), relaxation, [world], (network, parameters, rule) => {
      const simulator = new EventSimulator(network, parameters, { grain: 'synapse' });
      const { slopes } = simulator.circuitOf(rule).population(node);
      const of = slopes!.of.bind(slopes);
      slopes!.of = (gate, units) => {
        const found = of(gate, units).slice();
        if (gate) tamper(found);
        return found;
      };
      return simulator;
    }).findings;
  };

  it('a pool of which another port is said to have won', () => {
    const findings = caught('p', (slopes) => slopes.reverse());
    expect(findings).toContainEqual(expect.stringMatching(/^p\[\d+\] has slope [01] towards port \d/));
  });

  it('a product with a slope that the other port did not bring', () => {
    const findings = caught('m', (slopes) => slopes.fill(0.25, 3, 4));
    expect(findings).toContainEqual(
      expect.stringMatching(/^m\[3\] has slope .* towards port 0, and messages/),
    );
  });

  it('nobody, where nothing was changed', () => {
    expect(caught('m', () => undefined)).toEqual([]);
  });
});

it('a way of speaking that nodes do not have is refused, and is no finding', () => {
  const pieces = parseNetwork(JSON.parse(JSON.stringify(ports).replace(/tanh|sigmoid/g, 'relu')));
  const current = arVariant(variantOf({ derivative: 'current' }));
  const how = relaxationOf({ duration: 3 });
  expect(() => auditRule(current, how, pieces)).toThrow(
    /EventSimulator.nodes.p with rule ar.*: got messages trajectory/,
  );
  expect(auditRule(rules.ar, how, ports)).toMatchObject({ asDeclared: true, findings: [] });
});
