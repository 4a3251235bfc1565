import type { DataSet } from '../../src/data/index.js';
import { InputError, RelaxonError } from '../../src/errors.js';
import { type Configuration, configuredRule } from '../../src/lab/configuration.js';
import { Probe } from '../../src/lab/measurements/probe.js';
import { evaluate } from '../../src/lab/training/evaluate.js';
import { Examples } from '../../src/lab/training/examples.js';
import { preparationOf } from '../../src/lab/training/preparation.js';
import { Trainer } from '../../src/lab/training/trainer.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { createSimulator } from '../../src/sim/create.js';
import { pathwayOf } from '../../src/sim/pathway.js';
import type { Simulator } from '../../src/sim/simulator.js';
import type { EpochRecord, TrainingRecord } from './record.js';

/** Told how many epochs are done after every minibatch; may wait, to let others have their turn. */
export type Report = (epochs: number) => Promise<void> | undefined;

/** Trains a network from its first weights to its last epoch, or until it diverges. Writes nothing. */
export async function train(
  configuration: Configuration,
  data: DataSet,
  report: Report,
): Promise<TrainingRecord> {
  const began = performance.now();
  const network = parseNetwork(configuration.network);
  const examples = new Examples(network, data, 'network', preparationOf(configuration, data));
  const initial = initialParameters(network, configuration.seed, pathwayOf(configuredRule(configuration)));
  const { engine, grain } = configuration;
  const { simulator, backend } = await createSimulator(engine, network, initial, { grain });
  const training = new Training(configuration, simulator, examples);
  try {
    const course = await training.run(report);
    return {
      configuration: { ...configuration },
      ...course,
      measurements: training.measurements,
      backend: backend ? `${backend.name} ${backend.version}` : 'event engine',
      dataSha256: data.checksum,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    training.dispose();
    simulator.dispose();
  }
}

type Course = Pick<TrainingRecord, 'epochs' | 'final' | 'diverged'>;

class Training {
  private readonly trainer: Trainer;
  private readonly epochs: EpochRecord[] = [];
  readonly measurements: TrainingRecord['measurements'] = [];
  private readonly probe: Probe | undefined;

  constructor(
    private readonly configuration: Configuration,
    private readonly simulator: Simulator,
    private readonly examples: Examples<DataSet>,
  ) {
    this.trainer = new Trainer(simulator, examples, configuration);
    const { measureEvery, batchSize } = configuration;
    if (measureEvery !== null) this.probe = new Probe(simulator, examples, batchSize);
  }

  async run(report: Report): Promise<Course> {
    const { trainer } = this;
    while (!trainer.done) {
      if (trainer.step % (this.configuration.measureEvery ?? Infinity) === 0) this.measure();
      const reason = this.step();
      if (reason !== undefined) return this.diverged(reason);
      await report(trainer.step / trainer.batchesPerEpoch);
    }
    this.measure();
    const { testLoss, testAccuracy } = this.epochs[this.epochs.length - 1];
    return { epochs: this.epochs, final: withAccuracy({ testLoss }, { testAccuracy }), diverged: null };
  }

  private measure(): void {
    const { trainer, probe } = this;
    const row = probe?.measure(trainer.presentation);
    if (row)
      this.measurements.push({ step: trainer.step, epoch: trainer.step / trainer.batchesPerEpoch, ...row });
  }

  dispose(): void {
    this.probe?.dispose();
  }

  // What makes it diverge, if it does: that a training does not go on is a result here.
  private step(): string | undefined {
    try {
      this.trainer.trainStep();
    } catch (error) {
      if (error instanceof InputError || !(error instanceof RelaxonError)) throw error;
      return error.message;
    }
    return this.trainer.atEpochEnd ? this.endEpoch() : undefined;
  }

  private endEpoch(): string | undefined {
    const train = this.trainer.epochTally.take();
    const test = evaluate(this.simulator, this.examples, this.configuration.limitTestSamples);
    if (!Number.isFinite(test.loss)) return `test.loss: got ${test.loss}, expected a finite number.`;
    const accuracies = { trainAccuracy: train.accuracy, testAccuracy: test.accuracy };
    const losses = { trainLoss: train.loss, testLoss: test.loss };
    this.epochs.push(withAccuracy({ epoch: this.trainer.epochsDone, ...losses }, accuracies));
    return undefined;
  }

  private diverged(reason: string): Course {
    const { step, epoch } = this.trainer.moment;
    const { loss, accuracy } = evaluate(this.simulator, this.examples, this.configuration.limitTestSamples);
    const { data } = this.examples;
    const chance = 'classes' in data ? 1 / data.classes : undefined;
    const final = Number.isFinite(loss)
      ? withAccuracy({ testLoss: loss }, { testAccuracy: accuracy })
      : withAccuracy({ testLoss: null }, { testAccuracy: chance });
    return { epochs: this.epochs, final, diverged: { step, epoch, reason } };
  }
}

type Accuracies = Partial<Record<'trainAccuracy' | 'testAccuracy', number | undefined>>;

/** Where targets are numbers there is no accuracy, and no place for one. */
function withAccuracy<T extends object>(losses: T, accuracies: Accuracies) {
  const known = Object.entries(accuracies).filter(([, value]) => value !== undefined);
  return { ...losses, ...(Object.fromEntries(known) as Record<keyof Accuracies, number>) };
}
