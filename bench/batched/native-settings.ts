import { nativeDefaults as standard } from '../../src/sim/batched/backends/native-environment.js';
import { alternate } from '../alternate.js';
import type { Child } from '../children/child.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';
import { type Measurement, measured, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { median } from '../statistics.js';

/** What else TensorFlow could be started with. */
const others = {
  onednn: { ...standard, TF_ENABLE_ONEDNN_OPTS: '1' },
  two_threads: { ...standard, TF_NUM_INTRAOP_THREADS: '2' },
} as const;

const meanings = { onednn: 'with oneDNN over without', two_threads: 'with two threads over with one' };
const names = Object.keys(others) as (keyof typeof others)[];
const keyOf = (name: keyof typeof others) => `batched.tfjs-node.${name}_over_standard`;

/** What the settings of TensorFlow are worth that are not the standard ones: 1 and more says that the standard is right. */
export const nativeSettings: Measurement = {
  figures: names.map((name) => ({
    key: keyOf(name),
    meaning: `one minibatch of ar on tfjs-node: ${meanings[name]}`,
    better: 'larger',
    target: 1,
  })),
  measure: ({ effort }) =>
    withChildren(async (children) => {
      const started: Record<string, Child> = {};
      for (const [name, env] of Object.entries({ standard, ...others })) {
        const worker = startWorker('batched/minibatch-worker.ts', { args: ['tfjs-node'], env });
        started[name] = (await children.with(worker)).child;
      }
      const contestants = Object.entries(started).map(([name, child]) => [name, child.contestant('ar')]);
      const seconds = await alternate(Object.fromEntries(contestants), effort);
      const readings = names.map((name) => {
        const behind = `${secondsText(median(seconds[name]))}, standard ${secondsText(median(seconds.standard))}`;
        return [keyOf(name), measured(ratios(seconds[name], seconds.standard), behind)];
      });
      return Object.fromEntries(readings);
    }),
};
