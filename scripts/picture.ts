// Draws the README's picture: how the activities of each layer reach the gradients. `npm run picture`.
import { loadDataSet } from '../src/data/index.js';
import { configurationOf } from '../src/lab/configuration.js';
import { writeFileAtomic } from '../src/lab/files.js';
import { curves } from '../src/lab/plots/index.js';
import { relaxationCurves } from '../src/lab/runs/relaxation-curves.js';
import { Examples } from '../src/lab/training/examples.js';
import { initialParameters } from '../src/network/parameters.js';
import { parseNetwork } from '../src/network/parse.js';
import { createSimulator } from '../src/sim/create.js';

const configuration = configurationOf({ data: 'digits', relaxation: { steps: 150 } });
const network = parseNetwork(configuration.network);
const examples = new Examples(network, await loadDataSet(configuration.data));
const { simulator } = await createSimulator('batched', network, initialParameters(network, 1));
const { series, stepSize } = relaxationCurves(simulator, examples, configuration)!;

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
