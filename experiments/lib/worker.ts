// A process that does one training after the other, as its parent tells it, and keeps the data sets that it has read.
import { setImmediate } from 'node:timers/promises';
import { type DataSet, loadDataSet } from '../../src/data/index.js';
import { RelaxonError } from '../../src/errors.js';
import { configurationOf } from '../../src/lab/configuration.js';
import { type FromWorker, readToWorker, type ToWorker } from './messages.js';
import { train } from './training.js';

/** At most so often does the parent hear of progress, in ms. */
const interval = 200;

const dataSets = new Map<string, Promise<DataSet>>();

function load(name: string): Promise<DataSet> {
  const found = dataSets.get(name) ?? loadDataSet(name);
  dataSets.set(name, found);
  return found;
}

function tell(message: FromWorker): void {
  // A parent that is gone hears nothing; `disconnect` then ends this process.
  process.send?.(message, undefined, undefined, () => {});
}

function reporter(): (epochs: number) => Promise<void> | undefined {
  let last = performance.now();
  return (epochs) => {
    if (performance.now() - last < interval) return undefined;
    last = performance.now();
    tell({ kind: 'progress', epochs });
    // Otherwise nothing would be sent, nor the end of the parent heard of, until the training is over.
    return setImmediate();
  };
}

async function work({ configuration: given }: ToWorker): Promise<FromWorker> {
  try {
    const configuration = configurationOf(given);
    const record = await train(configuration, await load(configuration.data), reporter());
    return { kind: 'done', record };
  } catch (error) {
    const text = error instanceof RelaxonError ? error.message : error instanceof Error && error.stack;
    return { kind: 'failed', error: text || String(error) };
  }
}

process.on('message', async (message) => {
  const task = readToWorker(message);
  if (task) tell(await work(task));
});
process.on('disconnect', () => process.exit(0));
// A terminal sends Ctrl-C to parent and child: the parent decides.
process.on('SIGINT', () => {});
