import { expect, it } from 'vitest';
import { layOut } from '../../../../src/network/layout.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { StateWatch } from '../../../../src/sim/events/watch/state-watch.js';
import { phased } from '../../../../src/sim/phased.js';
import { networks } from '../../../agreement/networks.js';

it('neurons that are known by one state are called by their nodes alone', () => {
  const { rule } = phased(ar);
  const watch = new StateWatch(layOut(parseNetwork(networks['skip connection'])));
  const called = (quantity: string, selections: string[], known?: string) =>
    watch.probes(rule, quantity, selections, known).map(({ address }) => address);
  expect(called('activity', ['h2[1]', 'h2.rate[1]', 'image[0]'], 'x')).toEqual([
    ...['h2[1]', 'h2.rate[1]', 'image[0]'],
  ]);
  expect(called('drive', ['h2[0-1]'], 'x')).toEqual(['h2[0]', 'h2[1]']);
  expect(called('drive', ['h2[0-1]'])).toEqual(['h2.x[0]', 'h2.x[1]']);
  expect(called('activity', ['h2[1]'])).toEqual(
    ['rate', 'slope', 'x', 'error'].map((state) => `h2.${state}[1]`),
  );
  expect(() => called('drive', ['image'], 'x')).toThrow(
    'selection for drive: got "image", expected neurons.',
  );
});
