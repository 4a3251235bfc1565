import type { Split } from '../../data/index.js';
import type { Parameters, Values } from '../../network/parameters.js';
import type { Rule } from '../../sim/rule.js';
import type {
  Activities,
  AnySimulator,
  LearningRates,
  Presentation,
  Relaxation,
} from '../../sim/simulator.js';
import { type Configuration, configuredRule } from '../configuration.js';
import { answered, atOnce, type Pieces } from '../turns.js';
import { Averaging } from './averaging.js';
import { EnergyTally } from './energy-tally.js';
import { samplesAfter } from './epoch.js';
import { argmax, type Examples } from './examples.js';
import { type Moment, refusingNonFiniteLoss } from './finite.js';
import { type Judging, judgingOf } from './judging.js';
import { RatesInTime } from './learning-rate.js';
import { optimiserIn } from './rates.js';
import { firstStates, SampleStates } from './sample-states.js';
import { Shuffler } from './shuffler.js';
import { Tally } from './tally.js';
import { firstState, type TrainerState } from './trainer-state.js';

/** Trains a simulator one minibatch at a time. The same state and parameters always go on the same way. */
export class Trainer {
  readonly epochTally: Tally;
  readonly intervalTally: Tally;
  readonly epochEnergy: EnergyTally;
  private readonly shuffler: Shuffler;
  private steps: number;
  private readonly rule: Rule;
  private readonly rates: RatesInTime;
  private readonly kept: SampleStates | undefined;
  /** Judges epochs, where there are validation samples. */
  readonly judging: Judging | undefined;
  private readonly averaging: Averaging | undefined;

  constructor(
    private readonly simulator: AnySimulator,
    private readonly examples: Examples,
    private readonly configuration: Configuration,
    state = firstState(configuration),
    states?: Activities,
    average?: Parameters,
  ) {
    const { batchSize, limitTrainBatches } = configuration;
    const { train } = examples.data;
    const { count } = train;
    this.shuffler = new Shuffler(count, batchSize, limitTrainBatches, state.shuffler);
    this.epochTally = new Tally(state.epochTally, 'labels' in train);
    this.intervalTally = new Tally(state.intervalTally, 'labels' in train);
    this.epochEnergy = new EnergyTally(state.epochEnergy);
    this.steps = state.step;
    this.rule = configuredRule(configuration);
    this.rates = new RatesInTime(configuration, this.batchesPerEpoch);
    this.judging = judgingOf(configuration, examples.data, state.best);
    const { average: asked } = configuration;
    this.averaging = asked && new Averaging(asked, state.average?.taken, average);
    const kept = states ?? firstStates(simulator, this.rule, count);
    this.kept = kept && new SampleStates(kept);
  }

  /** What the rule keeps of each training sample, `NODE.STATE` [samples, units]; undefined where it keeps nothing. */
  get states(): Activities | undefined {
    return this.kept?.all;
  }

  get step(): number {
    return this.steps;
  }

  get epochsDone(): number {
    return this.shuffler.epochsDone;
  }

  get batchesPerEpoch(): number {
    return this.shuffler.size.batches;
  }

  /** The last minibatch was the last of its epoch. */
  get atEpochEnd(): boolean {
    return this.steps > 0 && this.steps % this.batchesPerEpoch === 0;
  }

  /** The last minibatch was the last of its epoch, and what was tallied of it has not been taken. */
  get epochPending(): boolean {
    return this.atEpochEnd && !this.epochTally.empty;
  }

  get done(): boolean {
    return this.epochsDone >= this.configuration.epochs || this.stoppedEarly;
  }

  /** There has been no better epoch for as long as was to be waited for. */
  get stoppedEarly(): boolean {
    const judged = Math.floor(this.steps / this.batchesPerEpoch) - (this.epochPending ? 1 : 0);
    return this.judging?.enough(judged) ?? false;
  }

  /** The learning rate of the last minibatch, where it does not stay what it was; before the first, that of the first. */
  get changingRate(): number | undefined {
    return this.rates.changing(this.steps)
      ? this.rates.at(Math.max(0, this.steps - 1)).learningRate
      : undefined;
  }

  /** The average of the weights, once there is one. */
  get average(): Parameters | undefined {
    return this.averaging?.parameters;
  }

  /** Samples seen, and samples in the whole run. */
  get progress(): { readonly samples: number; readonly total: number } {
    const { epochs, batchSize } = this.configuration;
    const { size } = this.shuffler;
    return { samples: samplesAfter(this.steps, batchSize, size), total: epochs * size.samples };
  }

  /** What errors say of where training stands. */
  get moment(): Moment {
    const epoch = Math.ceil(this.steps / this.batchesPerEpoch);
    const { learningRate } = this.rates.at(Math.max(0, this.steps - 1));
    return { step: this.steps, epoch, learningRate };
  }

  /** How the next minibatch is presented. */
  get presentation(): Presentation & LearningRates {
    const { seed } = this.configuration;
    const rates = this.rates.at(this.steps);
    return { rule: this.rule, relaxation: this.relaxation(), ...rates, updates: this.steps, seed };
  }

  /** One minibatch, by an engine that answers now. @returns its mean loss @throws {RelaxonError} as `training` */
  trainStep(): number {
    return atOnce(this.training());
  }

  /** One minibatch. @returns its mean loss @throws {RelaxonError} when that is not finite */
  *training(): Pieces<number> {
    const { simulator, examples } = this;
    const split = examples.data.train;
    const indices = this.shuffler.next();
    const batch = examples.trainingBatch(indices, this.shuffler.epochsBefore);
    const before = this.kept && { kept: this.kept.of(indices) };
    const presented = { ...this.presentation, ...before };
    const { loss, outputs, energy, kept } = yield* answered(simulator.train(batch, presented));
    this.steps++;
    if (!Number.isFinite(loss)) {
      yield* refusingNonFiniteLoss('train', loss, simulator, { batch, outputs }, this.moment);
    }
    if (kept) this.kept?.put(indices, kept);
    const correct = correctIn(outputs[examples.answer], split, indices);
    this.epochTally.add(loss, correct, batch.size);
    this.intervalTally.add(loss, correct, batch.size);
    this.epochEnergy.add(energy, batch.size);
    if (this.averaging?.takes(this.atEpochEnd ? this.epochsDone : undefined))
      this.averaging.take(yield* answered(simulator.parameters()));
    return loss;
  }

  // Another random order in every minibatch, known from where training stands.
  private relaxation(): Relaxation {
    const { relaxation, seed } = this.configuration;
    if (relaxation.schedule !== 'asynchronous') return relaxation;
    return { ...relaxation, seed: (relaxation.seed ?? seed) * orders + this.steps };
  }

  state(): TrainerState {
    const epochEnergy = this.epochEnergy.state();
    return {
      step: this.steps,
      shuffler: this.shuffler.state(),
      optimiser: optimiserIn(this.configuration, this.steps),
      epochTally: this.epochTally.state(),
      intervalTally: this.intervalTally.state(),
      ...(epochEnergy && { epochEnergy }),
      ...(this.judging?.best && { best: this.judging.best }),
      ...(this.averaging && { average: this.averaging.state }),
    };
  }
}

// Where targets are no classes no answer is right or wrong.
function correctIn({ shape: [, units], data }: Values, split: Split, indices: Uint32Array): number {
  if (!('labels' in split)) return 0;
  const { labels } = split;
  return argmax(data, units).reduce((sum, guess, i) => sum + (guess === labels[indices[i]] ? 1 : 0), 0);
}

/** More minibatches than a run has: no order comes again under the next seed. */
const orders = 2 ** 24;
