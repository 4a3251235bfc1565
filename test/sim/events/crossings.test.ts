import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import { matrix } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../src/sim/events/options.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { variantOf } from '../../../src/sim/variant.js';
import { refusal } from '../../network/refusals.js';
import { delayed } from './phases/kinks.js';

const rule = arVariant(variantOf({ derivative: 'current', updateDerivative: 'current' }));
const unit = (from: string, activation = 'linear') => ({ type: 'dense', units: 1, activation, from: [from] });

/**
 * u = 1 -> a = 2 -> b = relu(1 - a) = 0 -> c = 1 + w b = 1 -> out = c, one unit each; targets give the error e. Before b's
 * kink is crossed nothing comes down to a: a = 2 e^-t, so 1 - a crosses at log 2. c = e + (1 - e) e^-t.
 */
function chain(w: number, e: number, options: EventOptions = {}) {
  const network = parseNetwork({
    inputs: { u: [1] },
    nodes: { a: unit('u'), b: unit('a', 'relu'), c: unit('b'), out: unit('c') },
    outputs: { out: { loss: 'mse' } },
  });
  const bias = (value: number) => ({ shape: [1], data: Float64Array.of(value) });
  const parameters = {
    ...{ 'a.weight': matrix([[2]]), 'a.bias': bias(0), 'b.weight': matrix([[-1]]), 'b.bias': bias(1) },
    ...{ 'c.weight': matrix([[w]]), 'c.bias': bias(1), 'out.weight': matrix([[1]]), 'out.bias': bias(0) },
  };
  const simulator = new EventSimulator(network, parameters, options);
  const batch = { size: 1, inputs: { u: matrix([[1]]) }, targets: { out: matrix([[1 - e]]) } };
  return { simulator, batch };
}

function relax({ simulator, batch }: ReturnType<typeof chain>, given: Partial<Relaxation>) {
  const relaxed = simulator.relax(batch, { rule, relaxation: relaxationOf(given), record: true });
  const course = (node: string) => relaxed.course.map((frame) => frame[node].data[0]);
  return { relaxed, course, ...relaxed.phases!.at(-1)!.kinks! };
}

describe('a crossing, by hand', () => {
  it('comes at log 2, and the feedback of b from then on', () => {
    // x_c = 1 for good, so x_b = 1 - e^-t. From log 2 on a is driven by -x_b; s counts from there:
    // x_b = 1 - e^-s / 2, x_a' = -x_a - 1 + e^-s / 2 from 1: x_a = -1 + (2 + s / 2) e^-s.
    const { course, crossed, held } = relax(chain(1, 1), { duration: 3, stepSize: 0.25 });
    const after = (s: number) => -1 + (2 + s / 2) * Math.exp(-s);
    for (const [k, x] of course('a').entries()) {
      const t = 0.25 * k;
      const want = t < Math.LN2 ? 2 * Math.exp(-t) : after(t - Math.LN2);
      expect(Math.abs(x - want), `at ${t}`).toBeLessThan(1e-14);
    }
    expect({ crossed, held }).toEqual({ crossed: 1, held: 0 });
  });

  it('that both slopes undo holds the neuron at its kink', () => {
    // x_c = 1, w = -4: x_b = -4 (1 - e^-t) is -2 at log 2. On, 1 - a would fall by 2 - 1; off, it rises by 1. So a stays
    // at 1, for which b has to say -1: its slope is 1 / (4 - 4 e^-t).
    const { relaxed, course, crossed, held } = relax(chain(-4, 1), { duration: 3, stepSize: 0.25 });
    for (const [k, x] of course('a').entries()) {
      expect(Math.abs(x - Math.max(2 * Math.exp(-0.25 * k), 1))).toBeLessThan(1e-14);
    }
    expect({ crossed, held }).toEqual({ crossed: 0, held: 1 });
    // In the update too: what b says, times what a said in the forward sweep.
    expect(relaxed.gradient['b.weight'].data[0]).toBeCloseTo(-2, 14);
    expect(relaxed.gradient['b.bias'].data[0]).toBeCloseTo(-1, 14);
  });

  it('lets it go where one slope no longer drives it back', () => {
    // e = 0: x_c = e^-t, w = -4: x_b = -4 t e^-t. It is held from log 2 on, by -1, until x_b is back at -1; then the
    // upper slope wins: x_a' = -x_a - x_b = -x_a + 4 t e^-t.
    const released = 2.153292364110349;
    expect(4 * released * Math.exp(-released)).toBeCloseTo(1, 14);
    const { course, crossed, held } = relax(chain(-4, 0), { duration: 5, stepSize: 0.5 });
    for (const [k, x] of course('a').entries()) {
      const t = 0.5 * k;
      const free = (Math.exp(released) + 2 * (t * t - released * released)) * Math.exp(-t);
      const want = t < Math.LN2 ? 2 * Math.exp(-t) : t < released ? 1 : free;
      expect(Math.abs(x - want), `at ${t}`).toBeLessThan(1e-13);
    }
    expect({ crossed, held }).toEqual({ crossed: 1, held: 1 });
  });

  it('comes from zero too: then the kink is where the bias is', () => {
    // a = 0 for good until b speaks: 1 - a = 1, b is on from the start, x_b = w x_c: w t e^-t with e = 0 would need
    // x_c to begin at 1; from zero all is e: x_c = e (1 - e^-t), x_b = w e (1 - e^-t - t e^-t).
    const { course } = relax(chain(2, 0.5), { duration: 2, stepSize: 0.5, initial: 'zero' });
    for (const [k, x] of course('a').entries()) {
      const t = 0.5 * k;
      expect(Math.abs(x + 1 - (1 + t + (t * t) / 2) * Math.exp(-t))).toBeLessThan(1e-14);
    }
  });

  it('is counted, and every message is', () => {
    const made = chain(1, 1);
    const heard: Message[] = [];
    made.simulator.listen('a', 'b', 'c', 'out').subscribe((message) => heard.push(message));
    const { relaxed } = relax(made, { duration: 3 });
    // What a says down, above an input, is said to the listener only.
    const ofRelaxation = heard.filter(
      ({ kind, source }) => kind === 'up.x' || (kind === 'down.x' && source !== 'a[0]'),
    );
    // out, c and b once down; c, b and a once up; then b down and a up.
    expect(relaxed.messages).toBe(3 + 3 + 2);
    expect(ofRelaxation).toHaveLength(8);
    expect(ofRelaxation.slice(6).map(({ source, kind }) => `${source} ${kind}`)).toEqual([
      'b[0] down.x',
      'a[0] up.x',
    ]);
    expect(ofRelaxation[6].time).toBeCloseTo(Math.LN2, 14);
  });
});

describe('a band', () => {
  it('makes crossings of what would be held, with an error in proportion', () => {
    const errors = [0.04, 0.02, 0.01].map((band) => {
      const { relaxed, held, crossed } = relax(chain(-4, 1), { duration: 3, band });
      expect(held).toBe(0);
      expect(crossed).toBeGreaterThan(0.4 / band);
      return Math.abs(relaxed.activity.a.data[0] - 1);
    });
    for (const [k, error] of errors.entries())
      expect(error).toBeLessThanOrEqual(1.001 * [0.04, 0.02, 0.01][k]);
  });

  it('that is too narrow is refused by name, and the simulator can go on', () => {
    const made = chain(-4, 1);
    expect(() => relax(made, { duration: 3, band: 1e-13 })).toThrow(
      /^b\[0\] at 0\.693147\d+ tau: got more than 64 changes at a kink, each within 1e-9 tau of the last with band 1e-13, expected fewer: whatever its slope is, it is driven back to the kink\. Try a wider band, such as 1e-11\.$/,
    );
    const again = relax(made, { duration: 3 }).relaxed;
    expect(again).toEqual(relax(chain(-4, 1), { duration: 3 }).relaxed);
  });
});

it('a delay in the loop makes it cross to and fro, as late as it hears of it', () => {
  // The kink is crossed at log 2 where a is heard 0.3 later: a turns 0.6 after that, and so on.
  const delays = { b: 0.3 };
  const { course, crossed, held } = relax(chain(-4, 1, { delays }), { duration: 6, stepSize: 0.01 });
  expect(held).toBe(0);
  expect(crossed).toBeGreaterThan(3);
  const want = delayed(0.3, 6, 1e-5);
  for (const [k, x] of course('a').entries()) expect(Math.abs(x - want[1000 * k])).toBeLessThan(2e-4);
});

it('a dead neuron has no slope to change', () => {
  const { course, crossed, held } = relax(chain(1, 1, { cells: { b: { dead: [0] } } }), {
    duration: 2,
    stepSize: 1,
  });
  for (const [t, x] of course('a').entries()) expect(x).toBeCloseTo(2 * Math.exp(-t), 14);
  expect({ crossed, held }).toEqual({ crossed: 0, held: 0 });
});

describe('refused by name', () => {
  const asked = (activations: [string, string], given: Partial<Relaxation>, of = rule) => {
    const [first, second] = activations;
    const layer = (activation: string) => ({ type: 'dense', units: 1, activation });
    const network = parseNetwork({ input: [1], layers: [layer(first), layer(second), layer('linear')] });
    const parameters = Object.fromEntries(
      [0, 1, 2].flatMap((l) => [
        [`layers.${l}.weight`, matrix([[1]])],
        [`layers.${l}.bias`, { shape: [1], data: Float64Array.of(0) }],
      ]),
    );
    const simulator = new EventSimulator(network, parameters);
    const batch = { size: 1, inputs: { input: matrix([[1]]) }, targets: { 'layers.2': matrix([[0]]) } };
    return refusal(() => simulator.relax(batch, { rule: of, relaxation: relaxationOf(given) }));
  };

  it('slopes that move and are not piecewise constant', () => {
    expect(asked(['relu', 'tanh'], { duration: 1 })).toBe(
      'EventSimulator.duration with rule ar, derivative current, update derivative current: got node layers.1 with ' +
        'activation tanh, expected one of linear, relu wherever a slope moves. Try solver euler with steps.',
    );
    // The slope of a node that only hears clamped inputs does not move.
    expect(() => asked(['tanh', 'relu'], { duration: 1 })).toThrow('expected undefined to be an instance');
  });

  it('weights that move, a band of nothing', () => {
    const plastic = arVariant(variantOf({ derivative: 'current', plasticity: 'continuous' }));
    expect(asked(['relu', 'relu'], { duration: 1 }, plastic)).toContain('plasticity continuous: got');
    const frozen = arVariant(variantOf());
    expect(asked(['relu', 'relu'], { duration: 1, band: 0.1 }, frozen)).toBe(
      'EventSimulator.band with rule ar: got 0.1, expected none: no slope changes on the way.',
    );
  });

  it('a band without a duration, or that is none', () => {
    expect(refusal(() => relaxationOf({ band: 0.1 }))).toContain('got it without a duration');
    expect(refusal(() => relaxationOf({ band: -1, duration: 1 }))).toContain('at least 0');
    expect(
      refusal(() => relaxationOf({ band: 1, duration: 1, messages: 'threshold', quantum: 1 })),
    ).toContain('threshold');
  });
});
