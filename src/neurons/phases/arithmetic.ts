import type { RuleArithmetic } from '../../rules/arithmetic.js';

/** The arithmetic of rules for one neuron, float64; of several, from the first on. */
export const ruleNumbers: RuleArithmetic<number> = {
  add: (a, b, ...more) => {
    let sum = a + b;
    for (let i = 0; i < more.length; i++) sum += more[i];
    return sum;
  },
  mul: (a, b, ...more) => {
    let product = a * b;
    for (let i = 0; i < more.length; i++) product *= more[i];
    return product;
  },
  sub: (a, b) => a - b,
  sign: Math.sign,
  clip: (a, low, high) => Math.min(Math.max(a, low), high),
};
