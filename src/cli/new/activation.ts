/** An activation function to start from. */
export const activation = (
  name: string,
  identifier: string,
): string => `import type { Activation } from 'relaxon';

/** f(a) = a s, s = 1 / (1 + e^-a); in a network, "activation": "${name}". */
export const ${identifier}: Activation = {
  // f, in arithmetic that both engines have: m computes with numbers of one neuron, or with a whole layer.
  rate: (m, a) => m.mul(a, m.sigmoid(a)),
  // f', which relaxon gradcheck holds to differences of the loss.
  slope: (m, a) => {
    const s = m.sigmoid(a);
    return m.add(s, m.mul(a, m.mul(s, m.affine(s, -1, 1))));
  },
  // No slope is larger than this: by it the time to relax is known.
  steepest: 1.09984,
};
`;
