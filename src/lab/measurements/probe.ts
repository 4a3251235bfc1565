import type { Parameters } from '../../network/parameters.js';
import { batchedOn } from '../../sim/batched/on-device.js';
import { tfjs } from '../../sim/batched/tfjs.js';
import type { AnySimulator, Batch, LearningRates, Presentation } from '../../sim/simulator.js';
import type { Examples } from '../training/examples.js';
import { answered, atOnce, type Pieces } from '../turns.js';
import { measuring } from './measure.js';
import type { Measurements } from './row.js';

/**
 * Minibatches between measurements, for whoever does not say. Measuring the paper's network takes as long as 12 to 25
 * of its minibatches in closed form, and 2 to 5 where steps are made (measured): training takes at most a quarter longer.
 */
export const defaultMeasureEvery = 100;

/**
 * Measures a simulator that is being trained, always on the same batch: the first training images. Training goes on to
 * the same bits as if nothing had been measured. A tensor of the batched engine remembers how it was multiplied, and
 * the order of a product's sum may depend on that, so another simulator has a copy of the parameters there.
 */
export class Probe {
  private measured: AnySimulator | undefined;
  private readonly batch: Batch;

  constructor(
    private readonly trained: AnySimulator,
    examples: Examples,
    batchSize: number,
  ) {
    this.batch = examples.firstTrained(batchSize);
  }

  /** Measures it as it stands; undefined where a parameter is not finite: training will say so. */
  measure(presentation: Presentation & LearningRates): Measurements | undefined {
    return atOnce(this.measuring(presentation));
  }

  /** The same, of an engine that may answer later. */
  *measuring(presentation: Presentation & LearningRates): Pieces<Measurements | undefined> {
    const { trained } = this;
    const parameters = yield* answered(trained.parameters());
    if (!allFinite(parameters)) return undefined;
    this.measured ??= this.made(parameters);
    if (this.measured !== trained) this.measured.setParameters(parameters);
    return yield* measuring(this.measured, this.batch, presentation);
  }

  /** Frees what it holds, and not what it measures. */
  dispose(): void {
    if (this.measured !== this.trained) this.measured?.dispose();
  }

  private made(parameters: Parameters): AnySimulator {
    const { engine, network } = this.trained;
    return engine === 'batched' ? batchedOn(network, parameters, tfjs) : this.trained;
  }
}

function allFinite(parameters: Parameters): boolean {
  return Object.values(parameters).every(({ data }) => data.every(Number.isFinite));
}
