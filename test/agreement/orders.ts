import { layOut } from '../../src/network/layout.js';
import { parseNetwork } from '../../src/network/parse.js';
import { schedules } from '../../src/sim/schedules.js';
import type { Relaxation } from '../../src/sim/simulator.js';
import { type Choices, type Description, standardChoices, type VariantOptions } from '../reference/index.js';

/** Whose turn it is in every step of an asynchronous relaxation, as the schedule draws it. */
function asynchronousOrder(
  description: Description,
  { steps, seed = 1 }: Relaxation,
  inputsRelax: boolean,
): VariantOptions['order'] {
  const { inputs, nodes } = layOut(parseNetwork(description));
  const relaxing = nodes.filter(({ role }) => role === 'relaxing');
  const next = schedules.asynchronous.steps(inputsRelax ? [...inputs, ...relaxing] : relaxing, seed);
  return Array.from({ length: steps }, () =>
    next().map(({ movers: [{ name }], unit }) => [name, unit!] as const),
  );
}

/** A relaxation by steps as the reference takes it. */
export function referenceOptions(
  description: Description,
  relaxation: Relaxation,
  choices: Choices = standardChoices,
): Omit<VariantOptions, 'learningRate'> {
  const { steps, stepSize, schedule, initial } = relaxation;
  const options = { ...choices, steps, stepSize, schedule, initial };
  if (schedule !== 'asynchronous') return options;
  const order = asynchronousOrder(description, relaxation, choices.inputs === 'relaxing');
  return { ...options, order: order ?? [] };
}
