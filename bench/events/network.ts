import { type Network, paperNetwork, parseNetwork } from '../../src/index.js';

/** The paper's network. */
export const paper = (): Network => parseNetwork(paperNetwork);

/** The paper's networks: that of dense layers, and the convolutional one of its second part. */
export const networks = { dense: paper, cnn: () => parseNetwork({ builder: 'cnn' }) } as const;

/**
 * A network with about so many feedback synapses: three hidden layers of equal size on a small input, so that
 * nearly all synapses carry feedback. Weights are small enough for activities to stay of one size.
 */
export function networkOfSize(feedbackSynapses: number): Network {
  const outputs = 10;
  // n^2 + n^2 + 10 n synapses carry feedback.
  const units = Math.round((-outputs + Math.sqrt(outputs ** 2 + 8 * feedbackSynapses)) / 4);
  const layer = { type: 'dense', units, activation: 'relu' };
  const layers = [layer, layer, layer, { type: 'dense', units: outputs }];
  return parseNetwork({ input: [10], layers, loss: 'mse', init: { weight: 'he', bias: 'zeros' } });
}
