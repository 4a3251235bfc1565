import { describe, expect, it } from 'vitest';
import type { RuleMessage } from '../../../../src/messages/message.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import { variantOf } from '../../../../src/sim/variant.js';
import { refusal } from '../../../network/refusals.js';
import { delayed, kinkedChain, relaxChain, unfrozen } from './kinks.js';

describe('a crossing, by hand', () => {
  it('comes at log 2, and the feedback of b from then on', () => {
    // x_c = 1 for good, so x_b = 1 - e^-t. From log 2 on a is driven by -x_b; s counts from there:
    // x_b = 1 - e^-s / 2, x_a' = -x_a - 1 + e^-s / 2 from 1: x_a = -1 + (2 + s / 2) e^-s.
    const { course, kinks } = relaxChain(kinkedChain(1, 1), { duration: 3 });
    const after = (s: number) => -1 + (2 + s / 2) * Math.exp(-s);
    for (const [k, x] of course('a.x').entries()) {
      const t = 0.25 * k;
      const want = t < Math.LN2 ? 2 * Math.exp(-t) : after(t - Math.LN2);
      expect(Math.abs(x - want), `at ${t}`).toBeLessThan(1e-14);
    }
    expect(course('b.current')).toEqual(course('a.x').map((_, k) => Number(0.25 * k > Math.LN2)));
    expect(kinks).toEqual({ crossed: 1, held: 0 });
  });

  it('that both slopes undo holds the neuron at its kink', () => {
    // x_c = 1, w = -4: x_b = -4 (1 - e^-t) is -2 at log 2. On, 1 - a would fall by 2 - 1; off, it rises by 1. So a stays
    // at 1, for which b has to say -1: its slope is 1 / (4 - 4 e^-t).
    const { relaxed, course, kinks } = relaxChain(kinkedChain(-4, 1), { duration: 3 });
    for (const [k, x] of course('a.x').entries())
      expect(Math.abs(x - Math.max(2 * Math.exp(-0.25 * k), 1))).toBeLessThan(1e-14);
    for (const [k, slope] of course('b.current').entries())
      if (0.25 * k > Math.LN2) expect(slope).toBeCloseTo(1 / (4 - 4 * Math.exp(-0.25 * k)), 14);
    expect(kinks).toEqual({ crossed: 0, held: 1 });
    // In the update too: what b says, times what a said in the forward sweep.
    expect(relaxed.gradient['b.weight'].data[0]).toBeCloseTo(-2, 14);
    expect(relaxed.gradient['b.bias'].data[0]).toBeCloseTo(-1, 14);
  });

  it('lets it go where one slope no longer drives it back', () => {
    // e = 0: x_c = e^-t, w = -4: x_b = -4 t e^-t. It is held from log 2 on, by -1, until x_b is back at -1; then the
    // upper slope wins: x_a' = -x_a - x_b = -x_a + 4 t e^-t.
    const released = 2.153292364110349;
    expect(4 * released * Math.exp(-released)).toBeCloseTo(1, 14);
    const { course, kinks } = relaxChain(kinkedChain(-4, 0), { duration: 5, stepSize: 0.5 });
    for (const [k, x] of course('a.x').entries()) {
      const t = 0.5 * k;
      const free = (Math.exp(released) + 2 * (t * t - released * released)) * Math.exp(-t);
      const want = t < Math.LN2 ? 2 * Math.exp(-t) : t < released ? 1 : free;
      expect(Math.abs(x - want), `at ${t}`).toBeLessThan(1e-13);
    }
    expect(kinks).toEqual({ crossed: 1, held: 1 });
  });

  it('comes from zero too: then the kink is where the bias is', () => {
    // a = 0 until b speaks: 1 - a = 1, b is on from the start; x_c = e (1 - e^-t), x_b = w e (1 - e^-t - t e^-t).
    const { course } = relaxChain(kinkedChain(2, 0.5), { duration: 2, stepSize: 0.5, initial: 'zero' });
    for (const [k, x] of course('a.x').entries()) {
      const t = 0.5 * k;
      expect(Math.abs(x + 1 - (1 + t + (t * t) / 2) * Math.exp(-t))).toBeLessThan(1e-14);
    }
  });

  it('is counted, and every message is', () => {
    const made = kinkedChain(1, 1);
    const heard: RuleMessage[] = [];
    made.simulator.listen('a', 'b', 'c', 'out').subscribe((one) => heard.push(one as RuleMessage));
    const { relaxed } = relaxChain(made, { duration: 3 }, {});
    const told = heard.filter(({ futures }) => futures !== undefined);
    // out, c and b once down; c, b and a once up; then b down and a up. In the sweep u, a, b and c speak.
    expect(told.slice(6).map(({ source, kind }) => `${source} ${kind}`)).toEqual([
      'b[0] down.x',
      'a[0] up.x',
    ]);
    expect(told).toHaveLength(8);
    expect(relaxed.energy!.messages).toEqual({ up: 4 + 3 + 1, down: 3 + 1, teaching: 4 });
    expect(told[6].time).toBeCloseTo(Math.LN2, 14);
    expect(told[6].value).toBeCloseTo(0.5, 14);
  });
});

describe('a band', () => {
  it('makes crossings of what would be held, with an error in proportion', () => {
    for (const band of [0.04, 0.02, 0.01]) {
      const { relaxed, kinks } = relaxChain(kinkedChain(-4, 1), { duration: 3, band });
      expect(kinks.held).toBe(0);
      expect(kinks.crossed).toBeGreaterThan(0.4 / band);
      expect(Math.abs(relaxed.states!['a.x'].data[0] - 1)).toBeLessThanOrEqual(1.001 * band);
    }
  });

  it('that is too narrow is refused by name, and the simulator can go on', () => {
    const made = kinkedChain(-4, 1);
    expect(() => relaxChain(made, { duration: 3, band: 1e-13 })).toThrow(
      /^b\[0\] at 0\.693147\d+ tau: got more than 64 changes at a kink, each within 1e-9 tau of the last with band 1e-13, expected fewer: whatever its slope is, it is driven back to the kink\. Try a wider band, such as 1e-11\.$/,
    );
    const again = relaxChain(made, { duration: 3 }).relaxed;
    expect(again).toEqual(relaxChain(kinkedChain(-4, 1), { duration: 3 }).relaxed);
  });
});

it('a delay in the loop makes it cross to and fro, as late as it hears of it', () => {
  // The kink is crossed at log 2 where a is heard 0.3 later: a turns 0.6 after that, and so on.
  const { course, kinks } = relaxChain(kinkedChain(-4, 1, { delays: { b: 0.3 } }), {
    ...{ duration: 6, stepSize: 0.01 },
  });
  expect(kinks.held).toBe(0);
  expect(kinks.crossed).toBeGreaterThan(3);
  const want = delayed(0.3, 6, 1e-5);
  for (const [k, x] of course('a.x').entries()) expect(Math.abs(x - want[1000 * k])).toBeLessThan(2e-4);
});

it('a dead neuron has no slope to change', () => {
  const { course, kinks } = relaxChain(kinkedChain(1, 1, { cells: { b: { dead: [0] } } }), {
    ...{ duration: 2, stepSize: 1 },
  });
  for (const [t, x] of course('a.x').entries()) expect(x).toBeCloseTo(2 * Math.exp(-t), 14);
  expect(course('b.current')).toEqual([0, 0, 0]);
  expect(kinks).toEqual({ crossed: 0, held: 0 });
});

it('states are watched at any time, slopes too, and by how much a kink holds one', () => {
  const { simulator, batch } = kinkedChain(-4, 1);
  const rule = unfrozen({ updateDerivative: 'current' });
  const seen: Record<number, readonly number[]> = {};
  simulator
    .watch('activity', ['a.x', 'b.current'], { every: 0.5 }, rule)
    .seen.subscribe(({ time, values }) => {
      seen[time] = [...values];
    });
  simulator.relax(batch, { rule, relaxation: relaxationOf({ duration: 2 }) });
  expect(seen[0.5][0]).toBeCloseTo(2 * Math.exp(-0.5), 14);
  expect(seen[0.5][1]).toBe(0);
  expect(seen[1.5][0]).toBeCloseTo(1, 14);
  expect(seen[1.5][1]).toBeCloseTo(1 / (4 - 4 * Math.exp(-1.5)), 14);
});

describe('refused by name', () => {
  const asked = (activation: string, given: object, choices = {}) => {
    const { simulator, batch } = kinkedChain(1, 1, {}, ['linear', activation]);
    const rule = unfrozen(choices);
    return refusal(() => simulator.relax(batch, { rule, relaxation: relaxationOf(given) }));
  };

  it('slopes that move and are not piecewise constant', () => {
    expect(asked('tanh', { duration: 1 })).toBe(
      'EventSimulator.duration with rule ar, derivative current, stepSize 0.25: got node b with activation tanh, ' +
        'expected one of linear, relu wherever a slope moves. Try solver euler with steps.',
    );
  });

  it('the slope of a node that only hears clamped inputs does not move', () => {
    const { course } = relaxChain(kinkedChain(1, 1, {}, ['tanh', 'relu']), { duration: 1 });
    expect(course('a.current')[4]).toBeCloseTo(1 - Math.tanh(2) ** 2, 14);
  });

  it('messages on change; a band where no slope changes', () => {
    expect(asked('relu', { duration: 1, messages: 'threshold', quantum: 0.1 })).toContain(
      'got set current = mul(df(add(basal.x, bias)), gate(x)) in phase relax, expected a formula that is linear in what moves',
    );
    expect(asked('relu', { duration: 1, band: 0.1 }, { derivative: 'frozen' })).toContain(
      'band with rule ar, stepSize 0.25: got 0.1, expected none: no slope changes on the way',
    );
  });

  it('weights that move; a band without a duration, or that is none', () => {
    const plastic = arVariant(variantOf({ derivative: 'current', plasticity: 'continuous' }));
    const { simulator, batch } = kinkedChain(1, 1);
    const relaxation = relaxationOf({ duration: 1 });
    expect(refusal(() => simulator.relax(batch, { rule: plastic, relaxation }))).toContain(
      'EventSimulator.duration with rule ar, derivative current, plasticity continuous: got',
    );
    expect(refusal(() => relaxationOf({ band: 0.1 }))).toContain('got it without a duration');
    expect(refusal(() => relaxationOf({ band: -1, duration: 1 }))).toContain('at least 0');
    expect(
      refusal(() => relaxationOf({ band: 1, duration: 1, messages: 'threshold', quantum: 1 })),
    ).toContain('threshold');
  });
});
