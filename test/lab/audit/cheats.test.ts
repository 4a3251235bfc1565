import { describe, expect, it } from 'vitest';
import { randomBatch } from '../../../src/lab/agreement.js';
import { auditNetwork } from '../../../src/lab/audit/audit.js';
import { auditRelaxation, auditRule } from '../../../src/lab/audit/index.js';
import type { Arithmetic } from '../../../src/math/arithmetic.js';
import { dense } from '../../../src/network/nodes/dense.js';
import { nodeTypes } from '../../../src/network/nodes.js';
import { initialParameters } from '../../../src/network/parameters.js';
import type { parseNetwork } from '../../../src/network/parse.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import type { RelaxationRule } from '../../../src/sim/rule.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import { variantOf } from '../../../src/sim/variant.js';
import { bare, honest, learningFrom, saying } from './cheats.js';

/** What an audit says of a rule that cheats. */
function caught(rule: RelaxationRule): string {
  const { asDeclared, findings } = auditRule(rule);
  expect(asDeclared).toBe(false);
  return findings.join('\n');
}

const { ar } = rules;
const network = auditNetwork();

describe('a rule that reads what it may not is caught:', () => {
  it('a property of the actor beyond the state that it is given', () => {
    const looking = saying((m, neuron) => {
      const { around } = neuron as unknown as { around: { spoken: number } };
      return m.affine(neuron.activity, around.spoken, 0);
    });
    expect(caught(looking)).toMatch(/neuron\.feedback reads "around", which is none of what it may read/);
  });

  it('the target, which only the error may read', () => {
    const told = saying((m, neuron) =>
      m.sub(neuron.activity, (neuron as unknown as { target: never }).target),
    );
    expect(caught(told)).toMatch(/reads "target"/);
  });

  it('though it catches the refusal', () => {
    const quiet = saying((m, neuron) => {
      try {
        void (neuron as unknown as { options: unknown }).options;
      } catch {}
      return honest(m, neuron);
    });
    expect(caught(quiet)).toMatch(/reads "options"/);
  });

  it('the neuron that it is, by writing on it', () => {
    const marking = saying((m, neuron) => {
      Object.assign(neuron, { mine: 1 });
      return honest(m, neuron);
    });
    expect(caught(marking)).toMatch(/writes "mine"/);
  });

  it('the size of a value', () => {
    const choosing = saying((m, neuron) => (bare(neuron.activity) > 0 ? honest(m, neuron) : neuron.activity));
    expect(caught(choosing)).toMatch(/looks at a value/);
  });

  it('what it computed at another neuron', () => {
    let last: unknown;
    const gossiping = saying(<T>(m: Arithmetic<T>, neuron: { activity: T; slope: T }) => {
      const heard = (last ?? neuron.activity) as T;
      last = neuron.activity;
      return m.mul(heard, neuron.slope);
    });
    expect(caught(gossiping)).toMatch(
      /computes with activity of another call, of neuron.feedback: it has a memory/,
    );
  });

  it('a number that it keeps between calls', () => {
    let calls = 0;
    const counting = saying((m, neuron) => m.affine(honest(m, neuron), 1 + calls++ / 1000, 0));
    expect(caught(counting)).toMatch(/neuron.feedback is not the same function everywhere/);
  });

  it('now and then', () => {
    let calls = 0;
    const seldom = saying((m, neuron) => (++calls % 97 === 0 ? neuron.activity : honest(m, neuron)));
    expect(caught(seldom)).toMatch(/not the same function everywhere/);
  });

  it('a weight matrix that it was made with, entry by entry', () => {
    const { data } = initialParameters(network, 1)['layers.1.weight'];
    let i = 0;
    const carrying = saying((m, neuron) => m.affine(neuron.activity, data[i++ % data.length], 0));
    expect(caught(carrying)).toMatch(/not the same function everywhere/);
  });

  it('another neuron, by its actor', () => {
    const parameters = initialParameters(network, 1);
    const other = new EventSimulator(network, parameters);
    const [batch] = [randomBatch(network, 1, 9)];
    const spying = saying((m, neuron) => {
      other.train(batch, { rule: ar, relaxation: auditRelaxation, learningRate: 0.1 });
      const [spied] = other.circuit.neurons['layers.0'];
      return m.affine(honest(m, neuron), 1, spied.activity);
    });
    expect(caught(spying)).toMatch(/not the same function everywhere/);
  });

  it('a state that it was given in another call', () => {
    let kept: { forwardActivity: number } | undefined;
    const keeping = learningFrom((m, presynaptic) => {
      kept ??= presynaptic as unknown as { forwardActivity: number };
      return m.add(presynaptic.forwardActivity, kept.forwardActivity as never);
    });
    expect(caught(keeping)).toMatch(/computes with forwardActivity of another call, of plasticity.0.pre/);
  });

  it('the same as a constant', () => {
    let kept: { forwardActivity: number } | undefined;
    const keeping = learningFrom((m, presynaptic) => {
      kept ??= presynaptic as unknown as { forwardActivity: number };
      return m.affine(presynaptic.forwardActivity, 1, kept.forwardActivity);
    });
    expect(caught(keeping)).toMatch(/has a constant that is not a number/);
  });

  it('a gain that is not one number', () => {
    let gain = 1;
    const [term] = ar.plasticity.terms;
    const drifting = Object.defineProperty({ ...term }, 'gain', { get: () => (gain *= 0.999) });
    expect(caught({ ...ar, plasticity: { ...ar.plasticity, terms: [drifting] } })).toMatch(
      /plasticity.0.gain is not the same function/,
    );
  });

  it('anything, when it believes that nobody watches', () => {
    const sly = saying((m, neuron) =>
      typeof neuron.activity === 'number' ? neuron.activity : honest(m, neuron),
    );
    expect(caught(sly)).toMatch(/come out otherwise when nobody watches/);
  });

  it('or changes what it says of itself', () => {
    const rule = saying((m, neuron) => {
      Object.assign(rule, { carriesUp: 'finally' });
      return honest(m, neuron);
    });
    expect(caught(rule)).toMatch(/says other things of itself after it has run/);
  });
});

describe('what is local but not declared, or declared and not needed, is a difference:', () => {
  it('weight transport, which is seen and not believed', () => {
    const { needs } = arVariant(variantOf({ feedback: 'learned' }));
    const claim = { ...ar.feedback, reads: 'own weight' } as const;
    const { undeclared, findings, asDeclared } = auditRule({ ...ar, feedback: claim, needs });
    expect(findings).toEqual([]);
    expect(undeclared).toEqual([{ update: 'drive', reads: 'weight', level: 3 }]);
    expect(asDeclared).toBe(false);
  });

  it('a stored derivative', () => {
    const { needs } = arVariant(variantOf({ derivative: 'none' }));
    const { undeclared, asDeclared } = auditRule({ ...ar, needs });
    expect(undeclared).toEqual([{ update: 'feedback', reads: "f' of the forward sweep", level: 1 }]);
    expect(asDeclared).toBe(false);
  });

  it('a need that the rule does not have', () => {
    const { needs } = ar;
    const { unseen, asDeclared } = auditRule({ ...arVariant(variantOf({ feedback: 'learned' })), needs });
    expect(unseen).toEqual([{ update: 'drive', reads: 'weight', level: 3 }]);
    expect(asDeclared).toBe(false);
  });
});

describe('a weight that several synapses share', () => {
  const types = nodeTypes as unknown as Record<string, typeof dense>;

  it('is L3 on the way up, down and when it learns', () => {
    // Every unit has the weights of the first: a stride of 0.
    types.shared = {
      ...dense,
      synapses: (spec, parents) => dense.synapses(spec, parents).map((block) => ({ ...block, stride: 0 })),
    };
    try {
      const sharing = {
        ...network,
        nodes: { ...network.nodes, 'layers.1': { ...network.nodes['layers.1'], type: 'shared' } },
      } as unknown as ReturnType<typeof parseNetwork>;
      const { readings } = auditRule(arVariant(variantOf({ feedback: 'random' })), auditRelaxation, sharing);
      const shared = readings.filter(({ level }) => level === 3);
      expect(shared.map(({ update, where, from }) => [update, where.join(), from])).toEqual([
        ['current', 'layers.1', 'a weight that 3 synapses share'],
        ['weight', 'layers.1', 'a weight that 3 synapses share'],
      ]);
    } finally {
      delete types.shared;
    }
  });
});
