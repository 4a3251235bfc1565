import type { Condition } from './study.js';

/** Of the update, by what they are called. */
export type Variants = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the update may leave out, on top of enough steps: everywhere, or in convolutions or dense layers alone. */
export const simplifications: Variants = {
  'no derivative, convolutions': { derivative: 'frozen,conv2d=none' },
  'no derivative, dense layers': { derivative: 'frozen,dense=none' },
  'no derivative, pools choose': { derivative: 'none,maxPool2d=frozen' },
  'no derivative, pools do not choose': { derivative: 'none' },
  'no derivative in the update': { updateDerivative: 'none' },
  'learned feedback, convolutions': { feedback: 'transpose,conv2d=learned' },
  'learned feedback, dense layers': { feedback: 'transpose,dense=learned' },
  'learned feedback': { feedback: 'learned' },
  'random feedback': { feedback: 'random' },
  'no derivative, learned feedback': { derivative: 'none,maxPool2d=frozen', feedback: 'learned' },
  'no derivative, none in the update, learned feedback': {
    ...{ derivative: 'none,maxPool2d=frozen', updateDerivative: 'none', feedback: 'learned' },
  },
};

/** What the forward pass may not keep: derivatives, activities. */
export const unfrozenVariants: Variants = {
  'all frozen': {},
  "current f' in the relaxation": { derivative: 'current' },
  "current f' in the update": { updateDerivative: 'current' },
  "current f' in both": { derivative: 'current', updateDerivative: 'current' },
  'current x in the update': { presynaptic: 'current' },
};

/** The paper's network, but that each place has filters of its own. */
export const ownFilters = {
  input: [32, 32, 3],
  layers: [
    { type: 'local2d', filters: 6, kernel: 5, bias: false, activation: 'tanh' },
    { type: 'maxPool2d', kernel: 2 },
    { type: 'local2d', filters: 16, kernel: 5, bias: false, activation: 'tanh' },
    { type: 'dense', units: 120, activation: 'tanh' },
    { type: 'dense', units: 120, activation: 'tanh' },
    { type: 'dense', units: 10 },
  ],
  init: { weight: { type: 'normal', mean: 0, sd: 0.05 } },
};

/** One convolution, or the like, and a pool. */
export const small = (convolution: string, pool: string) => ({
  input: [28, 28, 1],
  layers: [
    { type: convolution, filters: 4, kernel: 5, stride: 2, activation: 'tanh' },
    { type: pool, kernel: 2 },
    { type: 'dense', units: 10 },
  ],
});

/** A condition for each variant. */
export const conditionsOf = (
  variants: Variants,
  task: string,
  configuration: Condition['configuration'],
): Condition[] =>
  Object.entries(variants).map(([what, variant]) => ({
    name: `${task}, ${what}`,
    configuration: { ...configuration, ...(Object.keys(variant).length > 0 && { variant }) },
  }));
