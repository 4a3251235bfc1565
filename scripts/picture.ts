// Question: do the activities of every layer relax to the gradients of backpropagation, and in which order?
// Expected: yes; the squared error falls by at least 1e7 in 15 tau, soonest in the layer nearest the output.
// Draws the README's picture. Run with `npm run picture`; exits with 1 if it does not come out.
import { loadDataSet } from '../src/data/index.js';
import { configurationOf } from '../src/lab/configuration.js';
import { writeFileAtomic } from '../src/lab/files.js';
import { curves } from '../src/lab/plots/index.js';
import { relaxationCurves } from '../src/lab/runs/relaxation-curves.js';
import { Examples } from '../src/lab/training/examples.js';
import { atOnce } from '../src/lab/turns.js';
import { initialParameters } from '../src/network/parameters.js';
import { parseNetwork } from '../src/network/parse.js';
import { createSimulator } from '../src/sim/create.js';

const configuration = configurationOf({ data: 'digits', relaxation: { steps: 150 } });
const network = parseNetwork(configuration.network);
const examples = new Examples(network, await loadDataSet(configuration.data));
const { simulator } = await createSimulator('batched', network, initialParameters(network, 1));
const { series, stepSize } = atOnce(relaxationCurves(simulator, examples, configuration))!;

const svg = curves({
  title: 'Activities relax to the gradients of backpropagation',
  series: series.map(({ name, values }) => ({
    name,
    points: values.map((value, k): [number, number] => [k * stepSize, value]),
  })),
  x: 'time (τ)',
  y: 'squared error of the activities against the gradients',
  logY: true,
  caption:
    '784-300-300-100-10 relu before training, 64 images, Euler steps of 0.1 τ. The layer nearest the output settles first.',
});
writeFileAtomic(new URL('../docs/relaxation.svg', import.meta.url).pathname, svg);

const fall = series.map(({ values }) => values[0] / values[values.length - 1]);
for (const [i, { name }] of series.entries()) {
  process.stdout.write(`${name}: squared error falls by a factor of ${fall[i].toExponential(1)}\n`);
}
const asExpected = fall.every((factor, i) => factor > 1e7 && factor > (fall[i - 1] ?? 0));
if (!asExpected) process.exitCode = 1;
