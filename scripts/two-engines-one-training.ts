// Question: does training on the event engine end where training on the batched engine does, on real MNIST?
// Expected: the same test accuracy on all 10,000 images, weights within 1e-4; exits with 1 if not.
// Too long for the suite: an actor for each of 356,200 synapses takes 2 seconds a sample, arbors a quarter of one.
// npx tsx scripts/two-engines-one-training.ts [minibatches of 64, default 5] [grain: synapse or arbor, default synapse]
import { loadDataSet } from '../src/data/index.js';
import { configurationOf } from '../src/lab/configuration.js';
import { createProgress } from '../src/lab/progress.js';
import { evaluate } from '../src/lab/training/evaluate.js';
import { Examples } from '../src/lab/training/examples.js';
import { Trainer } from '../src/lab/training/trainer.js';
import { initialParameters } from '../src/network/parameters.js';
import { parseNetwork } from '../src/network/parse.js';
import { createSimulator } from '../src/sim/create.js';
import { EventSimulator } from '../src/sim/events/engine.js';
import { relativeDifference, tolerance } from '../src/sim/tolerance.js';
import type { GrainName } from '../src/synapses/grains.js';

const minibatches = Number(process.argv[2] ?? 5);
const given = { data: 'mnist', epochs: 1, limitTrainBatches: minibatches, relaxation: { solver: 'euler' } };
const batchedRun = configurationOf({ ...given, engine: 'batched' });
const eventsRun = configurationOf({ ...given, engine: 'events' });
const network = parseNetwork(batchedRun.network);
const examples = new Examples(network, await loadDataSet('mnist'));
const initial = initialParameters(network, batchedRun.seed);
const { simulator: batched } = await createSimulator('batched', network, initial);
const grain = (process.argv[3] ?? 'synapse') as GrainName;
const events = new EventSimulator(network, initial, { grain });

const runs = [
  { name: 'batched', simulator: batched, trainer: new Trainer(batched, examples, batchedRun) },
  { name: 'events', simulator: events, trainer: new Trainer(events, examples, eventsRun) },
];
for (const { name, trainer } of runs) {
  const progress = createProgress({ total: trainer.progress.total, unit: 'sample', label: name });
  while (!trainer.done) {
    const loss = trainer.trainStep();
    progress.update(trainer.progress.samples, { loss: loss.toFixed(4) });
  }
  progress.stop();
}

// Both end up on the batched engine to be judged by all 10,000 test images.
const [a, b] = runs.map(({ simulator }) => simulator.parameters());
const judged = [a, b].map((parameters) => {
  batched.setParameters(parameters);
  return evaluate(batched, examples);
});
const weights = Math.max(...Object.keys(b).map((name) => relativeDifference(a[name].data, b[name].data)));
const samples = minibatches * batchedRun.batchSize;
for (const [i, { accuracy, loss }] of judged.entries()) {
  process.stdout.write(
    `${runs[i].name}: ${samples} samples, test accuracy ${accuracy}, test loss ${loss.toFixed(6)}\n`,
  );
}
process.stdout.write(`largest relative difference of weights ${weights.toExponential(2)}\n`);
if (judged[0].accuracy !== judged[1].accuracy || !(weights <= tolerance.trained)) process.exitCode = 1;
