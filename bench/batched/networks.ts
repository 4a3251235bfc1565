import { type Network, paperNetwork, parseNetwork } from '../../src/index.js';

/**
 * The paper's network, or one of `hidden` hidden layers of 100 relu units. The deep ones have initial weights with
 * which neither activities nor gradients vanish: numbers too small to be normal would be slow.
 */
export function benchNetwork(hidden: number | undefined): Network {
  if (hidden === undefined) return parseNetwork(paperNetwork);
  const layer = { type: 'dense', units: 100, activation: 'relu' };
  const layers = [...Array.from({ length: hidden }, () => layer), { type: 'dense', units: 10 }];
  return parseNetwork({ input: [784], layers, loss: 'mse', init: { weight: 'he', bias: 'zeros' } });
}
