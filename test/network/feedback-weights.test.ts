import { describe, expect, it } from 'vitest';
import { feedbackBundles, requireFeedback } from '../../src/network/feedback-weights.js';
import { layOut } from '../../src/network/layout.js';
import { checkParameters, initialParameters, type Parameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { networks } from '../agreement/networks.js';
import { refusal } from './refusals.js';

// h1 7 takes image 6; h2 5 takes h1; out 3 takes h2, image, h1.
const network = parseNetwork(networks['skip connection']);
const layout = layOut(network);
const clamped = { ownWeights: true, inputsRelax: false };
const relaxing = { ownWeights: true, inputsRelax: true };
const feeding = (name: string, inputsRelax: boolean) => ({
  feedbacks: { at: () => ({ name, ownWeights: true }) },
  inputsRelax,
});
const fedNames = (parameters: Parameters) =>
  Object.keys(parameters).filter((name) => name.endsWith('.feedback'));

describe('which nodes have feedback weights', () => {
  it('those with a parent that relaxes', () => {
    expect(feedbackBundles(layout, false).map(({ name }) => name)).toEqual(['h2', 'out']);
    expect(feedbackBundles(layout, true).map(({ name }) => name)).toEqual(['h1', 'h2', 'out']);
  });

  it('are required of a pathway that has its own', () => {
    const parameters = initialParameters(network, 1, clamped);
    requireFeedback(layout, parameters, feeding('learned', false));
    expect(refusal(() => requireFeedback(layout, parameters, feeding('learned', true)))).toBe(
      'parameters: got no h1.feedback, expected one of shape [6, 7] for feedback learned. ' +
        'Try feedback transpose, or initialParameters with a pathway that has weights of its own.',
    );
    expect(
      refusal(() => requireFeedback(layout, initialParameters(network, 1), feeding('random', false))),
    ).toContain('parameters: got no h2.feedback, expected one of shape [7, 5] for feedback random');
  });
});

describe('initial feedback weights', () => {
  it('are drawn only for a pathway that has its own', () => {
    expect(fedNames(initialParameters(network, 1))).toEqual([]);
    expect(fedNames(initialParameters(network, 1, { ownWeights: false, inputsRelax: true }))).toEqual([]);
    expect(fedNames(initialParameters(network, 1, clamped))).toEqual(['h2.feedback', 'out.feedback']);
  });

  it('have the transposed shape, and leave the other draws as they are', () => {
    const plain = initialParameters(network, 5);
    const drawn = initialParameters(network, 5, relaxing);
    expect(fedNames(drawn).map((name) => drawn[name].shape)).toEqual([
      [6, 7],
      [7, 5],
      [18, 3],
    ]);
    for (const [name, values] of Object.entries(plain)) expect(drawn[name]).toEqual(values);
    expect(drawn['h2.feedback'].data).toEqual(initialParameters(network, 5, clamped)['h2.feedback'].data);
    expect(drawn['h2.feedback'].data).not.toEqual(initialParameters(network, 6, clamped)['h2.feedback'].data);
  });

  it('are no copies of the weights', () => {
    const { 'h2.feedback': feedback, 'h2.weight': weight } = initialParameters(network, 5, clamped);
    expect([...feedback.data].sort()).not.toEqual([...weight.data].sort());
  });

  const drawnWith = (init: unknown) =>
    initialParameters(parseNetwork({ ...networks['skip connection'], init }), 1, clamped)['h2.feedback'].data;

  it('as the description says, else as the weights are drawn', () => {
    const uniform = { type: 'uniform', low: 2, high: 3 };
    expect(drawnWith({ weight: 'he', feedback: 'zeros' }).every((b) => b === 0)).toBe(true);
    expect(drawnWith({ weight: uniform }).every((b) => b >= 2 && b < 3)).toBe(true);
    expect(
      drawnWith({ weight: uniform, feedback: { type: 'uniform', low: 5, high: 6 } }).every((b) => b >= 5),
    ).toBe(true);
  });

  // sd 0.6, of 35 numbers: a mean square of 0.36 give or take 0.36 * sqrt(2 / 35) = 0.086.
  it('as widely as the weights', () => {
    const { data } = initialParameters(network, 5, clamped)['h2.feedback'];
    const square = Array.from(data, (b) => b * b).reduce((sum, b) => sum + b, 0) / data.length;
    expect(Math.abs(square - 0.36)).toBeLessThan(4 * 0.086);
  });
});

describe('feedback weights among given parameters', () => {
  const good = initialParameters(network, 1, relaxing);
  const check = (parameters: Parameters) => refusal(() => checkParameters(network, parameters, 'net'));

  it('may be there or not, whatever the rule needs', () => {
    checkParameters(network, good, 'net');
    checkParameters(network, initialParameters(network, 1, clamped), 'net');
    checkParameters(network, initialParameters(network, 1), 'net');
  });

  it('on their side, with a number missing, not finite', () => {
    const { data } = good['h2.feedback'];
    expect(check({ ...good, 'h2.feedback': { shape: [5, 7], data } })).toBe(
      'net: h2.feedback: got shape [5, 7], expected shape [7, 5].',
    );
    expect(check({ ...good, 'h2.feedback': { shape: [7, 5], data: data.slice(1) } })).toBe(
      'net: h2.feedback: got 34 numbers, expected 35 for shape [7, 5].',
    );
    const bad = Float64Array.from(data, (b, i) => (i === 3 ? Number.NaN : b));
    expect(check({ ...good, 'h2.feedback': { shape: [7, 5], data: bad } })).toBe(
      'net: h2.feedback: got NaN at place 3, expected finite numbers.',
    );
  });

  it('of no node of the network', () => {
    expect(check({ ...good, 'h4.feedback': good['h2.feedback'] })).toMatch(
      /^net: got a parameter "h4\.feedback", /,
    );
  });
});
