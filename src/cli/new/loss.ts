/** A loss to start from. */
export const loss = (name: string, identifier: string): string => `import type { Loss } from 'relaxon';

/** 1/2 (x - t)^2, summed over the outputs; in a network, "loss": "${name}". */
export const ${identifier}: Loss = {
  // What all outputs have to pool first, as softmax has: nothing here.
  pool: undefined,
  // What each output adds to the loss of a sample.
  share: (m, { activity, target }) => {
    const e = m.sub(activity, target);
    return m.affine(m.mul(e, e), 0.5, 0);
  },
  // Its derivative by the activity, which relaxon gradcheck holds to differences of the loss.
  error: (m, { activity, target }) => m.sub(activity, target),
};
`;
