import { describe, expect, it } from 'vitest';
import { ar } from '../../../../src/rules/ar.js';
import { ep } from '../../../../src/rules/ep.js';
import { pc } from '../../../../src/rules/pc.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { refusal } from '../../../network/refusals.js';
import { batch, presented, replayed, type Scene, simulatorOf, steps } from './replayed.js';

const frozen = phased(pc, { predictions: 'frozen' });

describe('a log of a rule in phases', () => {
  it('is refused where it does not fit, naming the line', () => {
    const scene: Scene = { rule: phased(ar, steps), options: { delays: { h1: 0.5 } } };
    const { log } = presented(simulatorOf(scene), scene);
    const later = { ...scene, options: { delays: { h1: 0.75 } } };
    expect(() => replayed(later, log)).toThrow(
      /^log:\d+: got up\.rate of (h1\[\d\]) to h2, out at 0.5 tau, expected up\.rate of \1 to h2, out at 0.75 tau\. Try/,
    );
    expect(() => replayed(scene, log.slice(0, -1))).toThrow(
      /^log: got no more such messages after line \d+, expected learn of out\[\d\] to out.weight/,
    );
    const told: Scene = { rule: frozen, how: { duration: 2 } };
    const ahead = presented(simulatorOf(told), told).log.map(({ futures: _, ...rest }) => rest);
    expect(() => replayed(told, ahead)).toThrow(
      /got down\.e of .* at 0 tau, expected down.* with its future/,
    );
    const more = [...log, ...log.slice(-1)];
    expect(replayed(scene, more).left).toBe(1);
    // Nobody hears it, so nobody looks at it.
    const unheard = { ...log[0], source: 'out[0]', target: 'nobody', kind: 'up.rate' } as const;
    expect(replayed(scene, [unheard, ...log]).left).toBe(0);
  });

  it('is over when it is stopped, and one at a time', () => {
    const scene = { rule: phased(ep, { freeSteps: 2, nudgedSteps: 2 }) };
    const { log, relaxed } = presented(simulatorOf(scene), scene);
    const ones = log.map((message) => ({ ...message, value: 1 }));
    const { simulator, replay, relaxed: other } = replayed(scene, [...ones, ...ones]);
    expect(other).not.toEqual(relaxed);
    expect(replay.left).toBe(log.length);
    expect(() => simulator.replay(log, 'log', scene.rule)).toThrow(/another is replayed/);
    replay.stop();
    expect(presented(simulator, scene).relaxed).toEqual(relaxed);
    simulator.replay(log, 'log', scene.rule);
    simulator.relax(batch, { rule: phased(ar, steps), relaxation: relaxationOf({}) });
    expect(presented(simulator, scene).relaxed).toEqual(relaxed);
  });

  const said = { time: 0, source: 'h1[0]', target: 'h2, out', kind: 'up.rate', value: 1 };
  const both = { ...said, kind: 'up.rate+x', values: { rate: 1, x: 1 } };
  const taught = { ...said, target: 'h1.weight', kind: 'learn', path: 'up', term: 0 };
  const future = { origin: 0, constant: 1, terms: [1] };
  it.each([
    ['a list', [], 'log:2: got [], expected an object.'],
    [
      'a synapse',
      { ...said, source: 'h1.weight[0,0]' },
      /^log:2.source: got "h1.weight\[0,0\]", expected a neuron/,
    ],
    ['nobody', { ...said, source: 'toString' }, /^log:2.source: got "toString"/],
    ['another kind', { ...said, kind: 'up.rat' }, /^log:2.kind: got "up.rat".* Try "up.rate"/],
    ['the kind of a method', { ...said, kind: 'toString' }, /^log:2.kind: got "toString"/],
    ['a kind that is no text', { ...said, kind: 3 }, /^log:2.kind: got 3/],
    ['a text as value', { ...said, value: 'abc' }, 'log:2.value: got "abc", expected a finite number.'],
    ['a time before the first', { ...said, time: -1 }, /^log:2.time: got -1, expected a time/],
    ['a field more', { ...said, term: 0 }, /^log:2: got unknown key "term"/],
    ['one value of two', { ...both, values: { rate: 1 } }, /^log:2.values.x: got nothing/],
    ['values that differ', { ...both, value: 2 }, 'log:2.value: got 2, expected 1, as values.rate.'],
    ['what is taught without its term', { ...taught, term: undefined }, /^log:2.term: got nothing/],
    [
      'another path',
      { ...taught, path: 'toString' },
      /^log:2.path: got "toString", expected one of up, down/,
    ],
    ['a future of another key', { ...said, futures: { x: future } }, /^log:2.futures/],
    [
      'a future of later',
      { ...said, futures: { rate: { ...future, origin: 1 } } },
      'log:2.futures.rate.origin: got 1, expected at most 0, when it is said.',
    ],
  ])('is refused with %s in it, naming the line', (_, message, line) => {
    const rule = phased(ar, { presynaptic: 'current' });
    const got = refusal(() => simulatorOf({ rule }).replay([both, message], 'log', rule));
    if (typeof line === 'string') expect(got).toBe(line);
    else expect(got).toMatch(line);
  });
});
