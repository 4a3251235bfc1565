import type { Binding, Made } from './binding.js';
import type { Plan } from './program.js';

/** Runs the steps of a plan in their order, a call for each. What nothing needs any more is freed on the way. */
export function oneByOne({ steps, fetches }: Plan, feeds: readonly number[], binding: Binding): Made[] {
  const last = new Map(steps.flatMap(({ inputs }, i) => inputs.map((input) => [input, i])));
  const kept = new Set(fetches);
  const made: Made[] = [];
  for (const [i, { name, attributes, inputs }] of steps.entries()) {
    const real = inputs.map((input) => (input < 0 ? feeds[-1 - input] : made[input].id));
    made.push(binding.executeOp(name, attributes, real, 1)[0]);
    for (const input of new Set([...inputs, i])) {
      const done = input >= 0 && !kept.has(input) && (last.get(input) ?? i) === i;
      if (done) binding.deleteTensor(made[input].id);
    }
  }
  return fetches.map((i) => made[i]);
}
