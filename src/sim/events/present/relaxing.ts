import type { Parameters } from '../../../network/parameters.js';
import { keptFrames } from '../../frames.js';
import type { Activities, Batch, LearningRates, Relaxed, RelaxPresentation } from '../../simulator.js';
import { movement, weightChange } from './change.js';
import { ActivityTable, readGradients, readParameters } from './readout.js';
import { type Stage, Trial, type TrialState } from './trial.js';

/** What a relaxation is saved as, beside the state of the actors. */
export interface RelaxingState {
  readonly trial: TrialState;
  readonly forward: Activities;
  readonly activity: Activities;
  readonly before: Parameters | undefined;
}

/** The relaxation of a batch, sample by sample; it can be stopped at any time and gone on with. */
export class Relaxing {
  private readonly forward: ActivityTable;
  private readonly activity: ActivityTable;
  private readonly course: ActivityTable[] = [];
  private readonly rates: LearningRates;
  private sample = 0;
  private loss = 0;
  private trial: Trial;

  /** @param before parameters as they were, where they move during the relaxation */
  constructor(
    private readonly stage: Stage,
    private readonly batch: Batch,
    private readonly presentation: RelaxPresentation,
    private before: Parameters | undefined,
  ) {
    const { circuit, layout, around } = stage;
    const { learningRate = 1 } = presentation;
    this.rates = { ...presentation, learningRate };
    this.forward = new ActivityTable(circuit, layout.nodes, batch.size);
    this.activity = this.table();
    around.traffic.clear();
    this.trial = this.next();
  }

  /** Plays all that happens up to and including `limit`, in tau. @returns whether it is over */
  advance(limit: number): boolean {
    while (this.trial.advance(limit)) {
      this.loss += this.trial.loss;
      if (++this.sample === this.batch.size) return true;
      this.trial = this.next();
    }
    return false;
  }

  /** What it has left; once, when it is over. */
  result(): Relaxed {
    const { circuit } = this.stage;
    const { size } = this.batch;
    const { before, rates } = this;
    const added = readGradients(circuit, size);
    const now = () => readParameters(circuit);
    const { energy, courses } = this.stage.around.traffic;
    const gradient = before ? movement(before, now(), rates.learningRate, Object.keys(added)) : added;
    return {
      loss: this.loss / size,
      forward: this.forward.values,
      activity: this.activity.values,
      gradient,
      course: this.course.map(({ values }) => values),
      messages: energy.messages.down + courses,
      energy,
    };
  }

  /** The parameters to be put back, if they have moved. */
  get parametersBefore(): Parameters | undefined {
    return this.before;
  }

  /** Of a relaxation of one sample. */
  state(): RelaxingState {
    const { forward, activity, before } = this;
    return { trial: this.trial.state(), forward: forward.values, activity: activity.values, before };
  }

  restore({ trial, forward, activity, before }: RelaxingState): void {
    this.trial.restore(trial);
    this.forward.put(forward);
    this.activity.put(activity);
    this.before = before;
  }

  private next(): Trial {
    const { batch, sample, presentation, rates } = this;
    const { relaxation } = presentation;
    const keeps = keptFrames(presentation);
    let [step, frame] = [0, 0];
    const onStep = () => {
      if (keeps?.(step++)) this.note(frame++, sample);
    };
    return new Trial(
      this.stage,
      { ...batch, row: sample },
      {
        relaxation,
        change: this.before && weightChange(rates, relaxation.stepSize, 1),
        onForward: () => this.forward.fill(sample, ({ forwardActivity }) => forwardActivity),
        onStep: keeps && onStep,
        onRelaxed: () => {
          this.activity.fill(sample, (neuron) => neuron.activity);
          presentation.onSample?.(sample + 1);
        },
      },
    );
  }

  private note(frame: number, sample: number): void {
    if (frame === this.course.length) this.course.push(this.table());
    this.course[frame].fill(sample, (neuron) => neuron.activity);
  }

  private table(): ActivityTable {
    const { circuit, layout, around } = this.stage;
    const moving = [...(around.rule.inputsRelax ? layout.inputs : []), ...layout.nodes];
    return new ActivityTable(circuit, moving, this.batch.size);
  }
}
