import { z } from 'zod';
import { count, type Described, type DescribedNodes, type PartBuilder } from '../builder.js';

const schema = z.strictObject({ units: count, steps: count });

/** Which activation each gate has, in PyTorch's order. */
const gates = { i: 'sigmoid', f: 'sigmoid', g: 'tanh', o: 'sigmoid' } as const;

/**
 * An LSTM unrolled over a sequence [steps, features]: c = f c + i g, h = o tanh(c) (Hochreiter and Schmidhuber 1997, with
 * forget gates), from h = c = 0; what others take is its last h, [units]. Weights of all steps are NAME.ih.0 [4 units, features]
 * and NAME.hh.1 [4 units, units], gates in PyTorch's order i, f, g, o; there is one bias, NAME.ih.0's.
 */
export const lstm: PartBuilder = {
  schema,
  parents: 1,
  build: (name, [x], spec) => {
    const { units, steps } = spec as z.infer<typeof schema>;
    const nodes: Record<string, Described> = {};
    for (let t = 0; t < steps; t++) Object.assign(nodes, step(name, x, t, units, t === steps - 1));
    return nodes;
  },
};

function step(name: string, x: string, t: number, units: number, last: boolean): DescribedNodes {
  const at = (what: string, when = t) => `${name}.${what}.${when}`;
  const shared = (what: string, first: number) => (t === first ? {} : { share: at(what, first) });
  const gate = (k: number) => ({ type: 'slice', begin: k * units, end: (k + 1) * units, from: [at('sum')] });
  // At first there is nothing to forget.
  const open = Object.entries(gates).map(([key, activation], k) => ({ key, activation, k }));
  const opened = open
    .filter(({ key }) => t > 0 || key !== 'f')
    .flatMap(({ key, activation, k }) => [
      [at(`${key}in`), gate(k)],
      [at(key), { type: 'add', activation, from: [at(`${key}in`)] }],
    ]);
  return {
    [at('x')]: { type: 'slice', axis: 0, begin: t, end: t + 1, from: [x] },
    [at('ih')]: { type: 'dense', units: 4 * units, from: [at('x')], ...shared('ih', 0) },
    ...(t > 0 && {
      [at('hh')]: {
        type: 'dense',
        units: 4 * units,
        bias: false,
        from: [at('h', t - 1)],
        ...shared('hh', 1),
      },
    }),
    [at('sum')]: { type: 'add', from: t > 0 ? [at('ih'), at('hh')] : [at('ih')] },
    ...Object.fromEntries(opened),
    [at('written')]: { type: 'multiply', from: [at('i'), at('g')] },
    ...(t > 0 && { [at('kept')]: { type: 'multiply', from: [at('f'), at('c', t - 1)] } }),
    [at('c')]: { type: 'add', from: t > 0 ? [at('kept'), at('written')] : [at('written')] },
    [at('squashed')]: { type: 'add', activation: 'tanh', from: [at('c')] },
    [last ? name : at('h')]: { type: 'multiply', from: [at('o'), at('squashed')] },
  };
}
