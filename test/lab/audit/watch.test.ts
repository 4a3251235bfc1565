import { afterEach, describe, expect, it, vi } from 'vitest';
import { randomBatch } from '../../../src/lab/agreement.js';
import { auditNetwork, auditRelaxation, auditRule } from '../../../src/lab/audit/index.js';
import { Ledger } from '../../../src/lab/audit/ledger.js';
import { watchCircuit } from '../../../src/lab/audit/watched-circuit.js';
import { Formulas } from '../../../src/lab/audit/watched-functions.js';
import { watchedGrain } from '../../../src/lab/audit/watched-grain.js';
import { watchedRule } from '../../../src/lab/audit/watched-rule.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { NeuronActor } from '../../../src/neurons/neuron-actor.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { pathwayOf } from '../../../src/sim/pathway.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import { variantOf } from '../../../src/sim/variant.js';
import { Downward } from '../../../src/synapses/downward.js';
import { SynapseActor } from '../../../src/synapses/synapse/actor.js';
import { honest, saying } from './cheats.js';

afterEach(() => void vi.restoreAllMocks());

describe('watching changes no bit of', () => {
  const everything = { derivative: 'current', presynaptic: 'current', inputs: 'relaxing' } as const;
  const cases = {
    steps: [{}, auditRelaxation],
    'moving activities': [{ ...everything, feedback: 'learned' }, auditRelaxation],
    'trajectory messages': [{ feedback: 'random' }, relaxationOf({ duration: 3 })],
    'threshold messages': [{}, relaxationOf({ messages: 'threshold', quantum: 0.01 })],
  } as const;

  it.each(Object.entries(cases))(
    '%s: activities at every step, gradients, messages',
    (_, [choices, relaxation]) => {
      const rule = arVariant(variantOf(choices));
      const network = auditNetwork('cross-entropy');
      const parameters = initialParameters(network, 5, pathwayOf(rule));
      const inputs = rule.inputsRelax ? 'relaxing' : 'clamped';
      const batch = randomBatch(network, 3, 7);
      const findings: string[] = [];
      const ledger = new Ledger((finding) => void findings.push(finding));
      const formulas = new Formulas(ledger.report);
      const watched = new EventSimulator(network, parameters, { inputs, grain: watchedGrain(ledger) });
      watchCircuit(network, watched.circuit, ledger, formulas);
      const plain = new EventSimulator(network, parameters, { inputs });
      const seen = watched.relax(batch, { rule: watchedRule(rule, formulas), relaxation, record: true });
      expect(seen).toEqual(plain.relax(batch, { rule, relaxation, record: true }));
      expect(findings).toEqual([]);
      expect(ledger.readings.length).toBeGreaterThan(10);
    },
  );
});

describe('an engine that reads what has not been told is caught:', () => {
  it('a synapse, the weight of the one beside it', () => {
    const { feedback } = SynapseActor.prototype;
    vi.spyOn(SynapseActor.prototype, 'feedback').mockImplementation(function (this: SynapseActor, message) {
      const { row, pre } = this as unknown as {
        row: { table: { weights: number[] }; from: number };
        pre: number;
      };
      void row.table.weights[row.from + (pre === 0 ? 1 : 0)];
      feedback.call(this, message);
    });
    const { findings, asDeclared } = auditRule(rules.ar);
    expect(findings).toContain('layers.2[0]<-layers.1[0]#0 reads the weight of layers.2[0]<-layers.1[1]#0');
    expect(asDeclared).toBe(false);
  });

  it('a neuron, the activity of another', () => {
    const outputs: NeuronActor[] = [];
    const { hear } = NeuronActor.prototype;
    vi.spyOn(NeuronActor.prototype, 'hear').mockImplementation(function (this: NeuronActor, message) {
      outputs.push(this);
      hear.call(this, message);
    });
    const spying = saying((m, neuron) => {
      void outputs[0]?.activity;
      return honest(m, neuron);
    });
    const { findings } = auditRule(spying);
    expect(findings).toContain('layers.1[0] reads activity of layers.2[0], which has not told it');
  });

  it('a feedback synapse, the weight of the forward one when it learns', () => {
    const { learn } = Downward.prototype;
    vi.spyOn(Downward.prototype, 'learn').mockImplementation(function (
      this: Downward,
      gradients,
      from,
      ...rest
    ) {
      void (this as unknown as { forward: Float64Array }).forward[from];
      learn.call(this, gradients, from, ...rest);
    });
    const { undeclared } = auditRule(arVariant(variantOf({ feedback: 'learned' })));
    expect(undeclared).toEqual([{ update: 'feedback weight', reads: 'weight', level: 3 }]);
  });

  it('a synapse, what it may not write', () => {
    const { activity } = SynapseActor.prototype;
    vi.spyOn(SynapseActor.prototype, 'activity').mockImplementation(function (this: SynapseActor, message) {
      const { row } = this as unknown as { row: { table: { gradients: number[] }; from: number } };
      row.table.gradients[row.from] = 0;
      activity.call(this, message);
    });
    const { findings } = auditRule(rules.ar);
    expect(findings).toContain('layers.0[0]<-input[1]#0 writes gradient added up of layers.0[0]<-input[0]#0');
  });
});
