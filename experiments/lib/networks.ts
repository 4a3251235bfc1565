import { paperNetwork } from '../../src/network/presets/paper.js';

/** The paper's network with another activation function in its hidden layers. */
export function paperNetworkWith(activation: string): object {
  return withHidden(
    paperNetwork.layers.map(({ units }) => units),
    activation,
  );
}

/** A small network for quick runs, with weights that let it learn in twenty minibatches. */
export function smallNetworkWith(activation: string): object {
  return { ...withHidden([32, 16, 10], activation), init: { weight: 'he' } };
}

/** So many hidden layers of 100, or of other sizes, with weights through which neither activities nor gradients vanish. */
export function deepNetwork(hidden: number, activation: string, units = 100): object {
  const sizes = [...Array.from({ length: hidden }, () => units), 10];
  return { ...withHidden(sizes, activation), init: { weight: activation === 'relu' ? 'he' : 'glorot' } };
}

function withHidden(sizes: readonly number[], activation: string): object {
  const layers = sizes.map((units, i) => ({
    type: 'dense',
    units,
    activation: i < sizes.length - 1 ? activation : 'linear',
  }));
  return { ...paperNetwork, layers };
}
