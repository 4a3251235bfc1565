import { type PlainVariant, variantOf } from '../../src/sim/variant.js';

/** Each choice by itself. */
const singles: readonly Partial<PlainVariant>[] = [
  {},
  { feedback: 'random' },
  { feedback: 'learned' },
  { derivative: 'current' },
  { derivative: 'none' },
  { updateDerivative: 'current' },
  { updateDerivative: 'none' },
  { presynaptic: 'current' },
  { plasticity: 'continuous' },
  { bias: 'excluded' },
  { inputs: 'relaxing' },
];

const moving = { plasticity: 'continuous', inputs: 'relaxing' } as const;

/** Every pair of choices that are not the standard ones is in at least one of these. */
const combined: readonly Partial<PlainVariant>[] = [
  { feedback: 'random', derivative: 'none', updateDerivative: 'none' },
  { feedback: 'learned', derivative: 'none' },
  { feedback: 'learned', updateDerivative: 'none', inputs: 'relaxing' },
  { derivative: 'current', updateDerivative: 'current' },
  { derivative: 'none', updateDerivative: 'none', presynaptic: 'current', ...moving },
  { feedback: 'random', derivative: 'current', bias: 'excluded', inputs: 'relaxing' },
  { feedback: 'learned', derivative: 'current', presynaptic: 'current', ...moving },
  { feedback: 'random', updateDerivative: 'current', presynaptic: 'current', plasticity: 'continuous' },
  { feedback: 'learned', updateDerivative: 'current', bias: 'excluded', ...moving },
  { derivative: 'current', updateDerivative: 'none', presynaptic: 'current', bias: 'excluded' },
  { derivative: 'none', updateDerivative: 'current', bias: 'excluded', plasticity: 'continuous' },
  {
    feedback: 'learned',
    derivative: 'none',
    updateDerivative: 'current',
    bias: 'excluded',
    presynaptic: 'current',
  },
];

/** The variants that engines and reference must agree on. */
export const variants: readonly PlainVariant[] = [...singles, ...combined].map(
  (given) => variantOf(given) as PlainVariant,
);
