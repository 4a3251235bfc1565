import type { Split } from '../../data/index.js';
import type { Values } from '../../network/parameters.js';
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
import { type EnergyState, EnergyTally } from './energy-tally.js';
import { samplesAfter } from './epoch.js';
import { argmax, type Examples } from './examples.js';
import { type Moment, refusingNonFiniteLoss } from './finite.js';
import { type OptimiserSettings, optimiserIn, ratesOf } from './rates.js';
import { firstStates, SampleStates } from './sample-states.js';
import { firstShuffle, Shuffler, type ShufflerState } from './shuffler.js';
import { noTally, Tally, type TallyState } from './tally.js';

/** All that training needs to go on, beside the parameters: JSON. */
export interface TrainerState {
  /** Minibatches done, over all epochs. */
  readonly step: number;
  readonly shuffler: ShufflerState;
  /** Which optimiser, with its settings, to be checked on resuming; but for sgd, how often it has been used. */
  readonly optimiser: OptimiserSettings;
  readonly epochTally: TallyState;
  readonly intervalTally: TallyState;
  /** What the epoch has cost so far, where the engine counts and there is something. */
  readonly epochEnergy?: EnergyState | undefined;
}

/** The state that training begins with. */
export function firstState(configuration: Configuration): TrainerState {
  return {
    step: 0,
    shuffler: firstShuffle(configuration.seed),
    optimiser: optimiserIn(configuration, 0),
    epochTally: noTally,
    intervalTally: noTally,
  };
}

/** Trains a simulator one minibatch at a time. The same state and parameters always go on the same way. */
export class Trainer {
  readonly epochTally: Tally;
  readonly intervalTally: Tally;
  readonly epochEnergy: EnergyTally;
  private readonly shuffler: Shuffler;
  private steps: number;
  private readonly rule: Rule;
  private readonly rates: LearningRates;
  private readonly kept: SampleStates | undefined;

  constructor(
    private readonly simulator: AnySimulator,
    private readonly examples: Examples,
    private readonly configuration: Configuration,
    state = firstState(configuration),
    states?: Activities,
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
    this.rates = ratesOf(configuration);
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
    return this.epochsDone >= this.configuration.epochs;
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
    return { step: this.steps, epoch, learningRate: this.configuration.learningRate };
  }

  /** How the next minibatch is presented. */
  get presentation(): Presentation & LearningRates {
    const { seed } = this.configuration;
    return { rule: this.rule, relaxation: this.relaxation(), ...this.rates, updates: this.steps, seed };
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
