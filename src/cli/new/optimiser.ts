/** An optimiser to start from. */
export const optimiser = (
  name: string,
  identifier: string,
): string => `import { optimiserFamily } from 'relaxon';

/** v <- keep v + g, w <- w - rate v: each synapse keeps a trace of its gradients. */
export const ${identifier} = optimiserFamily({
  name: '${name}',
  summary: 'steps by a trace of the gradients',
  source: 'own',
  // What is left to choose: --keep on the command line.
  options: { keep: { kind: 'number', default: 0.9, least: 0, below: 1, help: 'how much of the trace stays' } },
  of: ({ keep }) => ({
    // Names of what each synapse keeps beside its weight, 0 before the first update; checkpoints have them.
    traces: ['trace'],
    descend: (m, gradient, [before], { rate }) => {
      const trace = m.add(m.affine(before, keep, 0), gradient);
      return { step: m.affine(trace, rate, 0), traces: [trace] };
    },
  }),
});
`;
