import { describe, expect, it } from 'vitest';
import { judged } from '../../../src/lab/audit/audit.js';
import { auditNetwork, auditRule } from '../../../src/lab/audit/index.js';
import { auditPhases, type Make } from '../../../src/lab/audit/phases-audit.js';
import { dfa } from '../../../src/rules/dfa.js';
import { ep } from '../../../src/rules/ep.js';
import { fa } from '../../../src/rules/fa.js';
import { needsOf } from '../../../src/rules/needs.js';
import { pc } from '../../../src/rules/pc.js';
import type { Rule } from '../../../src/rules/rule.js';
import { words } from '../../../src/rules/words.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { phased } from '../../../src/sim/phased.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../src/sim/rule.js';

const relaxation = relaxationOf({ solver: 'euler' });
const network = auditNetwork();
const worlds = [{ network, seed: 1 }];
const few = phased(pc, { steps: 3, stepSize: 0.2 });

describe('an honest rule in phases', () => {
  it.each([
    phased(pc, { steps: 3 }),
    phased(pc, { steps: 3, predictions: 'frozen' }),
    phased(pc, { steps: 3, plasticity: 'continuous' }),
    phased(ep, { freeSteps: 3, nudgedSteps: 3 }),
    phased(dfa),
    phased(fa),
  ])('is as it declares: $name', (rule) => {
    const { asDeclared, findings, undeclared, unseen } = auditRule(rule, relaxation);
    expect({ asDeclared, findings, undeclared, unseen }).toEqual({
      ...{ asDeclared: true, findings: [], undeclared: [], unseen: [] },
    });
  });
});

/** The forward sweep, and one message down, that formulas are put into. */
function ruleSaying(said: Rule['phases'][number]['talk']): PhasedRule {
  type N = { state: 'rate' | 'back'; says: { up: 'rate'; down: 'back' } };
  const { say, set, learn, rule } = words<N>();
  const made = rule({
    name: 'of a test',
    paths: { up: { way: 'up' }, down: { way: 'down', weights: 'feedback' } },
    answer: { phase: 'sweep', state: 'rate' },
    phases: [
      {
        name: 'sweep',
        order: 'up',
        talk: [
          set({ rate: (_, n) => n.stimulus }, 'input'),
          set({ rate: (_, n) => n.f(n.in('rate')) }),
          say('up', { rate: 'rate' }),
        ],
      },
      {
        name: 'back',
        talk: said as never,
        ends: [learn({ up: [{ pre: (_, heard) => heard.rate, post: (_, n) => n.back }] })],
      },
    ],
  });
  return { kind: 'phases', name: 'of a test', rule: made, needs: needsOf(made) };
}

type N = { state: 'rate' | 'back'; says: { up: 'rate'; down: 'back' } };
const { say, set } = words<N>();
const answering = [
  set({ back: (_, n) => n.errorAt(n.rate) }, 'output'),
  say('down', { back: 'back' }, 'output'),
  set({ back: (_, n) => n.apical.back }, 'inner'),
];

describe('a rule in phases that cheats', () => {
  it('is told from one that does not', () => {
    expect(auditPhases(ruleSaying(answering as never), relaxation, worlds).findings).toEqual([]);
  });

  it('is caught where a formula remembers what other neurons computed, but looks honest on symbols', () => {
    let last = 0;
    const cheat = [
      ...answering,
      set({
        back: (m, n) => {
          const own = m.mul(n.back, 1);
          if (typeof own !== 'number') return own;
          const sum = m.add(own, last as never);
          last = sum as number;
          return sum;
        },
      }),
    ];
    const { findings } = auditPhases(ruleSaying(cheat as never), relaxation, worlds);
    expect(findings[0]).toMatch(/comes out otherwise than by the equations/);
  });

  it('is caught where it declares less than its equations read', () => {
    const liar: PhasedRule = { ...few, needs: few.needs.filter(({ reads }) => reads !== 'weight') };
    const { asDeclared, undeclared } = auditRule(liar, relaxation);
    expect({ asDeclared, undeclared }).toEqual({
      asDeclared: false,
      undeclared: [{ update: 'down', reads: 'weight', level: 3 }],
    });
  });
});

describe('an engine that cheats', () => {
  const made =
    (change: (simulator: EventSimulator, rule: PhasedRule) => void): Make =>
    (net, parameters, rule) => {
      const simulator = new EventSimulator(net, parameters, { grain: 'synapse' });
      change(simulator, rule);
      return simulator;
    };

  it('is caught where it delivers what nobody has said', () => {
    const telling = made((simulator, rule) => {
      const circuit = simulator.circuitOf(rule);
      const [output] = circuit.population('layers.2').states;
      circuit.population('layers.0').inlets.down[0].connect({
        addTo: (sums) => {
          sums[1] += output[0];
        },
        at: (unit) => (unit === 1 ? output[0] : 0),
      });
    });
    const { findings } = auditPhases(few, relaxation, worlds, telling);
    expect(findings.join('\n')).toMatch(
      /layers\.0\[1\] finds .* as what arrived under down\.e, and messages brought/,
    );
  });

  it('is caught where synapses learn from what their neuron has not said', () => {
    const looking = made((simulator, rule) => {
      const circuit = simulator.circuitOf(rule);
      const [said] = circuit.population('layers.0').voices.up.said;
      const learn = () => void said.fill(0.5, 0, 1);
      circuit.population('layers.1').afferents.up.unshift({ fan: 0, learn });
    });
    const { findings } = auditPhases(few, relaxation, worlds, looking);
    expect(findings.join('\n')).toMatch(/learn from 0\.5 of layers\.0\[0\], which said/);
  });

  it('is caught where it weighs by the weight of another synapse', () => {
    const rule = ruleSaying(answering as never);
    // Its paths have weights of their own; the engine gives it those of the way up.
    const borrowing: Make = (net, parameters) => {
      const simulator = new EventSimulator(net, parameters, { grain: 'synapse' });
      const { paths } = rule.rule;
      const shared = { ...rule.rule, paths: { ...paths, down: { way: 'down' as const } } };
      const circuit = simulator.circuitOf({ ...rule, rule: shared });
      Object.assign(simulator, { phases: engineWith(simulator, circuit, { ...rule, rule: shared }) });
      return simulator;
    };
    const audit = auditPhases(rule, relaxation, worlds, borrowing);
    const { undeclared } = judged(rule, relaxation, network, audit, false);
    expect(undeclared).toContainEqual({ update: 'down', reads: 'weight', level: 3 });
  });
});

/** Runs another rule than it is asked for. */
function engineWith(simulator: EventSimulator, circuit: unknown, other: PhasedRule) {
  const engine = (simulator as unknown as { phases: Record<string, (...given: unknown[]) => unknown> })
    .phases;
  return new Proxy(engine, {
    get: (target, name: string) => {
      if (name === 'circuitOf') return () => circuit;
      const method = target[name];
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) =>
        method.apply(
          target,
          given.map((one) => ((one as PhasedRule | undefined)?.kind === 'phases' ? other : one)),
        );
    },
  });
}
