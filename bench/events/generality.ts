import { alternateWithin } from '../alternate.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Measurement, measured, type Reading, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median } from '../statistics.js';

/** With fewer units a layer, what is done once a statement outweighs what is done for each neuron. */
const sizes = [10, 100, 300] as const;
const rules = ['ar', 'pc'] as const;
const steps = 50;
const target = 1.3;

const all = rules.flatMap((rule) =>
  sizes.map((units) => ({ rule, units, key: `events.equations_over_loops.${rule}.${units}` })),
);

/** What it costs that an engine runs any rule: a relaxation under equations over one in loops written for the rule. */
export const generality: Measurement = {
  figures: all.map(({ key, rule, units }) => ({
    key,
    meaning: `relaxation of one sample (${steps} steps) under ${rule} given as equations, arbor grain, over the same in loops written for it; ${units} units a layer`,
    better: 'smaller',
    ...(units >= 100 && { target }),
  })),
  measure: async ({ effort, wanted, say }) => {
    const readings: Record<string, Reading> = {};
    for (const { rule, units, key } of all.filter(({ key }) => wanted(key))) {
      say(`${rule} as equations and in loops, ${units} units a layer`);
      // A process for each: what one rule has shaped in the compiled code would cost the other.
      readings[key] = await withChildren(async (children) => {
        const args = [rule, units, steps];
        const { child } = await children.with(startWorker('events/generality-worker.ts', { args }));
        const { equations, loops } = await alternateWithin(child, ['equations', 'loops'], effort);
        const behind = `equations ${secondsText(median(equations))}, loops ${secondsText(median(loops))}`;
        return measured(ratios(equations, loops), behind);
      });
    }
    return readings;
  },
};
