import { describe, expect, it } from 'vitest';
import { RelaxonError } from '../../../src/errors.js';
import {
  auditAll,
  auditNetwork,
  auditRelaxation,
  auditRule,
  requireAsDeclared,
  simplifiedVariant,
} from '../../../src/lab/audit/index.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import type { Rule } from '../../../src/sim/rule.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { type Variant, variantOf } from '../../../src/sim/variant.js';

/** Everything that is not local now, as `update: reads`, by level. */
function seen(rule: Rule, relaxation: Relaxation = auditRelaxation, loss?: string) {
  const { readings, findings } = auditRule(rule, relaxation, loss ? auditNetwork(loss) : undefined);
  expect(findings).toEqual([]);
  const at = (level: number) =>
    readings
      .filter((row) => row.level === level)
      .map(({ update, reads }) => `${update}: ${reads}`)
      .sort();
  return { kept: at(1), signals: at(2), weights: at(3), layers: at(4), readings };
}

const variant = (choices: Partial<Variant>) => arVariant(variantOf(choices));

// What the paper's algorithm has: two phases, a clock, an end; written down by hand.
const phases = ['every statement: phase', 'weight: signal learn', 'x: tick'].map((one) =>
  one.replace('signal ', ''),
);

const standard = seen(rules.ar);

describe('Activation Relaxation', () => {
  it('with transposed feedback reads the forward weight, and nothing else non-local but its phases', () => {
    const { kept, signals, weights, layers } = standard;
    expect(layers).toEqual([]);
    expect(weights).toEqual(['down: weight']);
    expect(signals).toEqual(phases);
    expect(kept).toEqual(['down.x: slope', 'weight: heard up.rate', 'weight: slope']);
  });

  it('keeps one derivative per neuron, and one activity per synapse that has not the stimulus before it', () => {
    const { readings } = standard;
    const keptBy = (reads: string) =>
      readings.find((row) => row.update === 'weight' && row.reads === reads)?.kept;
    // 4 + 3 + 2 neurons; 4 * 3 + 3 * 2 synapses between them.
    expect(keptBy('slope')).toEqual({ numbers: 9, each: 1, per: 'neuron' });
    expect(keptBy('heard up.rate')).toEqual({ numbers: 18, each: 1, per: 'synapse' });
  });

  it.each(['random', 'learned'] as const)('with %s feedback reads no other synapse', (feedback) => {
    const { weights, layers, signals } = seen(variant({ feedback }));
    expect([...weights, ...layers]).toEqual([]);
    const learning = feedback === 'learned' ? ['down weight: learn'] : [];
    expect(signals).toEqual([...phases, ...learning].sort());
  });

  it('fully simplified keeps nothing but what its synapses carried: x stored, two phases', () => {
    const { kept, signals, weights, layers } = seen(arVariant(simplifiedVariant));
    expect([...weights, ...layers]).toEqual([]);
    expect(kept.filter((one) => !one.startsWith('down weight'))).toEqual(['weight: heard up.rate']);
    expect(signals).toEqual([...phases, 'down weight: learn'].sort());
  });

  it('with current derivatives keeps no derivative', () => {
    const { kept, signals } = seen(variant({ derivative: 'current', updateDerivative: 'current' }));
    expect(kept).toEqual(['weight: heard up.rate']);
    expect(signals).toEqual(phases);
  });

  it('with the current presynaptic activity keeps none', () => {
    expect(seen(variant({ presynaptic: 'current' })).kept).toEqual(['down.x: slope', 'weight: slope']);
  });

  it('with everything current keeps nothing at all', () => {
    const all = { derivative: 'current', updateDerivative: 'current', presynaptic: 'current' } as const;
    expect(seen(variant({ ...all, plasticity: 'continuous' })).kept).toEqual([]);
  });

  it('with continuous plasticity needs no signal to learn, but the clock', () => {
    const { signals } = seen(variant({ plasticity: 'continuous' }));
    expect(signals).toEqual(['every statement: phase', 'weight: tick', 'x: tick']);
  });

  it('with inputs that relax keeps what these said, too', () => {
    const { readings } = seen(variant({ inputs: 'relaxing', presynaptic: 'stored' }));
    const { kept } = readings.find(({ update, reads }) => update === 'weight' && reads === 'heard up.rate')!;
    expect(kept?.numbers).toBe(4 * 3 + 3 * 2);
  });

  it('needs no common clock when neurons step one by one, or speak when they have something to say', () => {
    const { steps, stepSize } = auditRelaxation;
    const still = phases.filter((signal) => signal !== 'x: tick');
    const asynchronous = seen(rules.ar, relaxationOf({ steps, stepSize, schedule: 'asynchronous' }));
    expect(asynchronous.signals).toEqual(still);
    const threshold = seen(rules.ar, relaxationOf({ messages: 'threshold', quantum: 0.1 }));
    expect(threshold.signals).toEqual(still);
  });

  it('needs a pool over the outputs for cross-entropy', () => {
    const pooled = ['output error: pooled activities', 'output error: pooled targets'];
    expect(seen(rules.ar, auditRelaxation, 'cross-entropy').layers).toEqual(pooled);
    expect(seen(rules.bp, auditRelaxation, 'cross-entropy').layers).toEqual(expect.arrayContaining(pooled));
    expect(seen(rules.ar, auditRelaxation, 'mse').layers).toEqual([]);
  });

  it('is found to compute what the paper has: eq. 5 and 6', () => {
    const { formulas } = auditRule(rules.ar);
    const named = formulas.map(({ of, formula }) => `${of} = ${formula}`);
    expect(named).toEqual(
      expect.arrayContaining([
        "relax x' = sub(add(apical.x, error), x)",
        'relax down.x = mul(x, slope)',
        'relax weight = mul(1, heard up.rate, mul(x, slope), 1)',
      ]),
    );
  });
});

describe('backpropagation', () => {
  it('reads transposed weights, whole layers, and layers in order', () => {
    const { kept, signals, weights, layers } = seen(rules.bp);
    expect(layers).toEqual(['error signal: product with the turned matrix']);
    expect(weights).toEqual(['error signal: weight']);
    expect(signals).toEqual(['error signal: order of layers']);
    expect(kept).toEqual(["error signal: f' of the forward sweep", 'weight: forward activity']);
  });

  it('not below a single layer, where no error goes down', () => {
    const network = parseNetwork({ input: [3], layers: [{ type: 'dense', units: 2 }] });
    const { readings, asDeclared } = auditRule(rules.bp, auditRelaxation, network);
    expect(readings.filter(({ level }) => level > 1)).toEqual([]);
    expect(asDeclared).toBe(true);
  });
});

it('every rule and variant is what it declares', () => {
  const audits = auditAll();
  expect(audits.filter(({ asDeclared }) => asDeclared === false).map(({ name }) => name)).toEqual([]);
  expect(() => requireAsDeclared(audits)).not.toThrow();
  const liar = { ...audits[0], asDeclared: false, findings: ['it looks'] };
  expect(() => requireAsDeclared([audits[1], liar])).toThrow(RelaxonError);
});

it('skip connections, several inputs and several outputs are audited alike', () => {
  const network = parseNetwork({
    inputs: { left: [3], right: [2] },
    nodes: {
      h: { type: 'dense', units: 4, activation: 'tanh', from: ['left'] },
      side: { type: 'dense', units: 3, activation: 'sigmoid', from: ['h', 'right'] },
      out: { type: 'dense', units: 2, from: ['side', 'left', 'h'] },
    },
    outputs: { side: { loss: 'mse' }, out: { loss: 'cross-entropy' } },
  });
  const { readings, findings, asDeclared } = auditRule(rules.ar, auditRelaxation, network);
  expect(findings).toEqual([]);
  expect(asDeclared).toBe(true);
  const keptBy = (reads: string) =>
    readings.find((row) => row.update === 'weight' && row.reads === reads)?.kept?.numbers;
  // side hears h; out hears side and h; the inputs are still there.
  expect(keptBy('heard up.rate')).toBe(4 * 3 + 3 * 2 + 4 * 2);
  expect(keptBy('slope')).toBe(4 + 3 + 2);
});
