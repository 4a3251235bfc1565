import { describe, expect, it } from 'vitest';
import { auditNetwork, auditRule, type JudgedAudit } from '../../../src/lab/audit/index.js';
import { initialParameters } from '../../../src/network/parameters.js';
import type { ArNames } from '../../../src/rules/ar-terms.js';
import type { Formula, Term } from '../../../src/rules/rule.js';
import type { PhasedRule } from '../../../src/sim/rule.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { variantOf } from '../../../src/sim/variant.js';
import { bare, honest, learningBy, saying } from './cheats.js';

/** What is said of a rule that cheats: by the audit, or where its formulas are read. */
function caught(cheat: () => PhasedRule): string {
  let audit: JudgedAudit;
  try {
    audit = auditRule(cheat());
  } catch (error) {
    return String(error);
  }
  const { asDeclared, findings, undeclared } = audit;
  expect(asDeclared).toBe(false);
  return [...findings, ...undeclared.map(({ update, reads }) => `${update}: ${reads}`)].join('\n');
}

const sayingOf = (formula: Formula<ArNames>) => caught(() => saying(formula));
const learningOf = (term: Term<ArNames, 'up'>) => caught(() => learningBy(term));

const otherwise = /comes out otherwise than by the equations/;
/** Found out by its equations, or by what comes out. */
const hidden = /what it was not given|comes out otherwise/;

it('a rule that says what it computes is as it declares', () => {
  expect(auditRule(saying(honest))).toMatchObject({ asDeclared: true, findings: [] });
});

describe('a rule that reads what it may not is caught:', () => {
  it('a property beyond the neuron that it is given', () => {
    expect(sayingOf((m, n) => m.mul(n.x, (n as unknown as { around: number }).around))).toMatch(/around/);
  });

  it('though it catches the refusal', () => {
    const quiet: Formula<ArNames> = (m, n, signals) => {
      try {
        return m.mul(n.x, (n as unknown as { around: number }).around);
      } catch {
        return honest(m, n, signals);
      }
    };
    expect(sayingOf(quiet)).toMatch(otherwise);
  });

  it('the neuron that it is, by writing on it', () => {
    const marking: Formula<ArNames> = (m, n, signals) => {
      Object.assign(n, { slope: 1 });
      return honest(m, n, signals);
    };
    expect(sayingOf(marking)).not.toBe('');
  });

  it('the size of a value', () => {
    const choosing: Formula<ArNames> = (m, n, signals) => (bare(n.x) > 0 ? honest(m, n, signals) : n.x);
    expect(sayingOf(choosing)).toMatch(/a value that is looked at/);
  });

  it('what it computed at another neuron', () => {
    let last: unknown;
    const gossiping: Formula<ArNames> = (m, n) => {
      const heard = (last ?? n.x) as typeof n.x;
      last = n.x;
      return m.mul(heard, n.slope);
    };
    expect(sayingOf(gossiping)).toMatch(/fails where it is presented|a value that is looked at|TypeError/);
  });

  it('a number that it keeps between calls', () => {
    let calls = 0;
    expect(sayingOf((m, n) => m.mul(n.x, n.slope, 1 + calls++ / 1000))).toMatch(hidden);
  });

  it('now and then', () => {
    let calls = 0;
    expect(sayingOf((m, n) => (++calls % 31 === 0 ? n.x : m.mul(n.x, n.slope)))).toMatch(otherwise);
  });

  it('a weight matrix that it was made with, entry by entry', () => {
    const { data } = initialParameters(auditNetwork(), 1)['layers.1.weight'];
    let i = 0;
    expect(sayingOf((m, n) => m.mul(n.x, data[i++ % data.length]))).toMatch(hidden);
  });

  it('a value that it was given in another call, of a synapse', () => {
    let kept: unknown;
    const keeping = learningOf({
      pre: (m, heard) => {
        kept ??= heard.rate;
        return m.add(heard.rate, kept as typeof heard.rate);
      },
      post: honest,
    });
    expect(keeping).toMatch(/fails where it is presented/);
  });

  it('a gain that is not one number', () => {
    let gain = 1;
    const term = { pre: (_: unknown, heard: { rate: never }) => heard.rate, post: honest };
    const drifting = Object.defineProperty({ ...term }, 'gain', { get: () => (gain *= 0.999) });
    expect(learningOf(drifting as never)).toMatch(hidden);
  });

  it('anything, when it believes that nobody watches', () => {
    const sly: Formula<ArNames> = (m, n) => (typeof n.x === 'number' ? n.x : m.mul(n.x, n.slope));
    expect(sayingOf(sly)).toMatch(otherwise);
  });
});

describe('what is local but not declared, or declared and not needed, is a difference:', () => {
  const { needs } = saying(honest);

  it('a stored derivative', () => {
    const claimed = needs.filter(({ update, reads }) => !(update === 'down.x' && reads === 'slope'));
    const { undeclared, asDeclared } = auditRule(saying(honest, claimed));
    expect(undeclared).toEqual([{ update: 'down.x', reads: 'slope', level: 1 }]);
    expect(asDeclared).toBe(false);
  });

  it('a need that the rule does not have', () => {
    const without = saying((_, n) => n.x, needs);
    const { unseen, asDeclared } = auditRule(without);
    expect(unseen).toEqual([{ update: 'down.x', reads: 'slope', level: 1 }]);
    expect(asDeclared).toBe(false);
  });

  it('weight transport', () => {
    const learned = arVariant(variantOf({ feedback: 'learned' }));
    const { needs: local } = learned;
    const { undeclared } = auditRule({ ...saying(honest), needs: local });
    expect(undeclared).toContainEqual({ update: 'down', reads: 'weight', level: 3 });
  });
});
