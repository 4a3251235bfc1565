import { expect, it } from 'vitest';
import { auditRule } from '../../../src/lab/audit/index.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { ar } from '../../../src/rules/ar.js';
import { dfa } from '../../../src/rules/dfa.js';
import { ep } from '../../../src/rules/ep.js';
import { fa } from '../../../src/rules/fa.js';
import { pc } from '../../../src/rules/pc.js';
import { phased } from '../../../src/sim/phased.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';

const relaxation = relaxationOf({ solver: 'euler' });
const network = (pool: string) =>
  parseNetwork({
    input: [5, 5, 1],
    layers: [
      { type: 'conv2d', filters: 2, kernel: 2, activation: 'tanh' },
      { type: pool, kernel: 2 },
      { type: 'dense', units: 3, activation: 'tanh' },
      { type: 'dense', units: 2 },
    ],
    loss: 'mse',
    init: { weight: { type: 'normal', sd: 0.7 }, bias: { type: 'normal', sd: 0.3 } },
  });

it.each([
  phased(ar, { steps: 3 }),
  phased(ar, { steps: 3, feedback: 'learned', derivative: 'none', plasticity: 'continuous' }),
  phased(pc, { steps: 3 }),
  phased(ep, { freeSteps: 3, nudgedSteps: 3 }),
  phased(dfa),
  phased(fa),
])('a weight that several synapses share is read at L3: $name', (rule) => {
  const { asDeclared, findings, undeclared, readings, level } = auditRule(
    rule,
    relaxation,
    network('meanPool2d'),
  );
  expect({ asDeclared, findings, undeclared, level }).toEqual({
    ...{ asDeclared: true, findings: [], undeclared: [], level: 3 },
  });
  const shared = readings.filter(({ reads }) => reads === 'shared weight');
  expect(shared.map(({ update, level: at, where }) => ({ update, at, where }))).toEqual([
    { update: 'weight', at: 3, where: ['layers.0'] },
  ]);
});
