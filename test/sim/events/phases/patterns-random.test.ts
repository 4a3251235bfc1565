import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InputError } from '../../../../src/errors.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { sceneOf } from './patterned.js';
import { adapts, settings } from './settings.js';
import { allFinite, expectNear, first, told } from './told-alike.js';

const small = (max: number) => fc.integer({ min: 1, max });
const activation = fc.constantFrom('tanh', 'sigmoid', 'softplus', 'linear');
const conv = fc.record({
  type: fc.constant('conv2d'),
  filters: fc.constantFrom(2, 4),
  kernel: fc.tuple(small(3), small(3)),
  stride: fc.tuple(small(2), small(2)),
  dilation: fc.tuple(small(2), small(2)),
  padding: fc.tuple(fc.tuple(fc.nat(1), fc.nat(2)), fc.tuple(fc.nat(2), fc.nat(1))),
  groups: fc.constantFrom(1, 2),
  bias: fc.boolean(),
  activation,
});
const pool = fc.record({
  type: fc.constantFrom('meanPool2d', 'maxPool2d'),
  kernel: fc.tuple(small(2), small(3)),
  stride: fc.tuple(small(3), small(2)),
  activation,
  relaxes: fc.boolean(),
});
const description = fc.record({
  input: fc.tuple(fc.integer({ min: 4, max: 7 }), fc.integer({ min: 4, max: 6 }), fc.constantFrom(2, 4)),
  layers: fc.tuple(
    conv,
    fc.oneof(conv, pool),
    fc.record({ type: fc.constant('dense'), units: small(3), activation: fc.constant('linear') }),
  ),
  loss: fc.constant('mse'),
});

/** Undefined of one whose kernels do not fit, or whose relays the rule does not have. */
function networkOf(one: unknown) {
  try {
    return parseNetwork(one);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

it('random convolutions and pools agree with whole layers, both grains to the bit', () => {
  let agreed = 0;
  fc.assert(
    fc.property(description, fc.constantFrom(...settings), (one, rule) => {
      const network = networkOf(one);
      const [, { relaxes }] = one.layers as readonly { relaxes?: boolean }[];
      if (!network || (relaxes === false && rule.rule.name !== 'ar')) return;
      const { batch: all, events, layers } = sceneOf({ network, rule });
      const batch = adapts(rule) ? first(all) : all;
      let arbor: unknown;
      try {
        arbor = told(events({ grain: 'arbor' }), batch, rule);
      } catch (error) {
        if (error instanceof InputError && /relaxes/.test(error.message)) return;
        throw error;
      }
      expect(arbor).toEqual(told(events({ grain: 'synapse' }), batch, rule));
      if (!allFinite(arbor)) return;
      expectNear(arbor, told(layers(), batch, rule), `${rule.name} on ${JSON.stringify(one)}`);
      agreed++;
    }),
    { numRuns: 150, seed: 7 },
  );
  expect(agreed).toBeGreaterThan(50);
});
