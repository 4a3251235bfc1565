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
const phases = [
  'activity: tick',
  'bias: signal update',
  'feedback: phase',
  'forward activity: phase',
  'output error: signal relax',
  'teaching: signal learn',
  'weight: signal learn',
  'weight: signal update',
];
const derivative = "f' of the forward sweep";

const standard = seen(rules.ar);

describe('Activation Relaxation', () => {
  it('with transposed feedback reads the forward weight, and nothing else non-local but its phases', () => {
    const { kept, signals, weights, layers } = standard;
    expect(layers).toEqual([]);
    expect(weights).toEqual(['drive: weight']);
    expect(signals).toEqual(phases);
    expect(kept).toEqual([`feedback: ${derivative}`, `teaching: ${derivative}`, 'weight: forward activity']);
  });

  it('keeps one derivative per neuron, and one activity per synapse that has not the stimulus before it', () => {
    const { readings } = standard;
    const keptBy = (update: string) => readings.find((row) => row.update === update && row.kept)!;
    // 4 + 3 + 2 neurons; 4 * 3 + 3 * 2 synapses between them; 10 steps of 0.5.
    expect(keptBy('teaching').kept).toEqual({ numbers: 9, each: 1, per: 'neuron' });
    expect(keptBy('weight').kept).toEqual({ numbers: 18, each: 1, per: 'synapse' });
    expect(keptBy('weight').where).toEqual(['layers.1', 'layers.2']);
    for (const update of ['feedback', 'teaching', 'weight']) expect(keptBy(update).age).toBe(5);
  });

  it('says where it reads the weights: at every synapse whose neuron below relaxes', () => {
    const { readings } = standard;
    const transport = readings.find(({ level }) => level === 3)!;
    expect(transport.where).toEqual(['layers.1', 'layers.2']);
    expect(transport.from).toBe('the weight of the forward synapse');
  });

  it.each(['random', 'learned'] as const)('with %s feedback reads no other synapse', (feedback) => {
    const { weights, layers, signals } = seen(variant({ feedback }));
    expect([...weights, ...layers]).toEqual([]);
    const learning = feedback === 'learned' ? ['feedback weight: signal update'] : [];
    expect(signals).toEqual([...phases, ...learning].sort());
  });

  it('fully simplified keeps nothing but what its synapses carried: x stored, two phases', () => {
    const { kept, signals, weights, layers } = seen(arVariant(simplifiedVariant));
    expect([...weights, ...layers]).toEqual([]);
    expect(kept).toEqual(['weight: forward activity']);
    expect(signals).toEqual([...phases, 'feedback weight: signal update'].sort());
  });

  it('with current derivatives keeps no derivative, but has to say how it moves', () => {
    const { kept, signals } = seen(variant({ derivative: 'current', updateDerivative: 'current' }));
    expect(kept).toEqual(['weight: forward activity']);
    expect(signals).toEqual([...phases, 'moving activity: phase'].sort());
  });

  it('with the current presynaptic activity keeps none, but needs a signal to say it', () => {
    const { kept, signals } = seen(variant({ presynaptic: 'current' }));
    expect(kept).toEqual([`feedback: ${derivative}`, `teaching: ${derivative}`]);
    expect(signals).toEqual([...phases, 'moving activity: signal report'].sort());
  });

  it('with everything current keeps nothing at all', () => {
    const all = { derivative: 'current', updateDerivative: 'current', presynaptic: 'current' } as const;
    expect(seen(variant({ ...all, plasticity: 'continuous' })).kept).toEqual([]);
  });

  it('with continuous plasticity is told to say its feedback again', () => {
    const { signals } = seen(variant({ plasticity: 'continuous' }));
    expect(signals).toEqual([...phases, 'feedback: signal repeat'].sort());
  });

  it('with inputs that relax keeps what these said, too', () => {
    const { readings } = seen(variant({ inputs: 'relaxing' }));
    const { kept } = readings.find(({ update, level }) => update === 'weight' && level === 1)!;
    expect(kept?.numbers).toBe(3 * 4 + 4 * 3 + 3 * 2);
  });

  it('needs no common clock when neurons step one by one, or speak when they have something to say', () => {
    const { steps, stepSize } = auditRelaxation;
    const asynchronous = seen(rules.ar, relaxationOf({ steps, stepSize, schedule: 'asynchronous' }));
    expect(asynchronous.signals).toEqual(phases.filter((signal) => signal !== 'activity: tick'));
    const threshold = seen(rules.ar, relaxationOf({ messages: 'threshold', quantum: 0.1 }));
    expect(threshold.signals).not.toContain('activity: tick');
    expect(threshold.signals).toContain('activity: signal rest');
  });

  it('needs a pool over the outputs for cross-entropy', () => {
    const pooled = ['output error: pooled activities', 'output error: pooled targets'];
    expect(seen(rules.ar, auditRelaxation, 'cross-entropy').layers).toEqual(pooled);
    expect(seen(rules.bp, auditRelaxation, 'cross-entropy').layers).toEqual(expect.arrayContaining(pooled));
    expect(seen(rules.ar, auditRelaxation, 'mse').layers).toEqual([]);
  });

  it('is found to compute what the paper has: eq. 5 and 6', () => {
    const { formulas } = auditRule(rules.ar);
    const named = Object.fromEntries(formulas.map(({ of, formula }) => [of, formula]));
    expect(named).toMatchObject({
      'neuron.velocity': 'drive - activity',
      'neuron.feedback': 'activity * slope',
      'plasticity.0.pre': 'forwardActivity',
      'plasticity.0.post': 'activity * slope',
      'mse.error': 'activity - target',
    });
  });
});

describe('backpropagation', () => {
  it('reads transposed weights, whole layers, and layers in order', () => {
    const { kept, signals, weights, layers } = seen(rules.bp);
    expect(layers).toEqual(['error signal: product with the turned matrix']);
    expect(weights).toEqual(['error signal: weight']);
    expect(signals).toEqual(['error signal: order of layers']);
    expect(kept).toEqual([`error signal: ${derivative}`, 'weight: forward activity']);
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
  const where = (update: string, level: number) =>
    readings.find((row) => row.update === update && row.level === level)!;
  expect([...where('drive', 3).where].sort()).toEqual(['out', 'side']);
  expect(where('output error', 4).where).toEqual(['out']);
  // side hears h; out hears side and h; the inputs are still there.
  expect(where('weight', 1).kept?.numbers).toBe(4 * 3 + 3 * 2 + 4 * 2);
});

it('refuses what it cannot watch: a relaxation from kink to kink', () => {
  const rule = arVariant(variantOf({ derivative: 'current' }));
  const work = () => auditRule(rule, relaxationOf({ duration: 3 }));
  expect(work).toThrow(/audit.duration with rule ar, derivative current: got 3, expected steps/);
});
