import { z } from 'zod';
import { count, type Described, type DescribedNodes, type PartBuilder } from '../builder.js';

const schema = z.strictObject({ units: count, steps: count });

/**
 * A GRU unrolled over a sequence [steps, features], as PyTorch has it: n = tanh(W_in x + b_in + r (W_hn h + b_hn)),
 * h = (1 - z) n + z h (Cho et al. 2014, with the reset gate behind the product), from h = 0; what others take is its last h,
 * [units]. Weights of all steps are NAME.ih.0 [3 units, features] and NAME.hh.0 [3 units, units] with a bias each, gates in
 * PyTorch's order r, z, n.
 */
export const gru: PartBuilder = {
  schema,
  parents: 1,
  build: (name, [x], spec) => {
    const { units, steps } = spec as z.infer<typeof schema>;
    const nodes: Record<string, Described> = {
      // h before the first step: a silent neuron for each unit.
      [`${name}.h0.in`]: { type: 'slice', begin: 0, end: units, from: [`${name}.ih.0`] },
      [`${name}.h.start`]: { type: 'add', factors: [0], from: [`${name}.h0.in`] },
    };
    for (let t = 0; t < steps; t++) Object.assign(nodes, step(name, x, t, units, t === steps - 1));
    return nodes;
  },
};

function step(name: string, x: string, t: number, units: number, last: boolean): DescribedNodes {
  const at = (what: string, when: number | string = t) => `${name}.${what}.${when}`;
  const before = at('h', t === 0 ? 'start' : t - 1);
  const share = (what: string) => (t === 0 ? {} : { share: at(what, 0) });
  const part = (from: string, k: number) => ({
    type: 'slice',
    begin: k * units,
    end: (k + 1) * units,
    from: [at(from)],
  });
  const gate = (key: string, k: number): DescribedNodes => ({
    [at(`${key}x`)]: part('ih', k),
    [at(`${key}h`)]: part('hh', k),
    [at(key)]: { type: 'add', activation: 'sigmoid', from: [at(`${key}x`), at(`${key}h`)] },
  });
  return {
    [at('x')]: { type: 'slice', axis: 0, begin: t, end: t + 1, from: [x] },
    [at('ih')]: { type: 'dense', units: 3 * units, from: [at('x')], ...share('ih') },
    [at('hh')]: { type: 'dense', units: 3 * units, from: [before], ...share('hh') },
    ...gate('r', 0),
    ...gate('z', 1),
    [at('nx')]: part('ih', 2),
    [at('nh')]: part('hh', 2),
    [at('reset')]: { type: 'multiply', from: [at('r'), at('nh')] },
    [at('n')]: { type: 'add', activation: 'tanh', from: [at('nx'), at('reset')] },
    // (1 - z) n + z h = n + z (h - n)
    [at('change')]: { type: 'add', factors: [1, -1], from: [before, at('n')] },
    [at('kept')]: { type: 'multiply', from: [at('z'), at('change')] },
    [last ? name : at('h')]: { type: 'add', from: [at('n'), at('kept')] },
  };
}
