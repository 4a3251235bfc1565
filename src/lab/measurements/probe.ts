import type { Parameters } from '../../network/parameters.js';
import { BatchedSimulator } from '../../sim/batched/engine.js';
import { tfjs } from '../../sim/batched/tfjs.js';
import type { Batch, LearningRates, Presentation, Simulator } from '../../sim/simulator.js';
import type { Examples } from '../training/examples.js';
import { measure } from './measure.js';
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
  private readonly measured: Simulator;
  private readonly batch: Batch;

  constructor(
    private readonly trained: Simulator,
    examples: Examples,
    batchSize: number,
  ) {
    const { network } = trained;
    this.measured =
      trained.engine === 'batched' ? new BatchedSimulator(network, trained.parameters(), tfjs) : trained;
    this.batch = examples.firstTrained(batchSize);
  }

  /** Measures it as it stands; undefined where a parameter is not finite: training will say so. */
  measure(presentation: Presentation & LearningRates): Measurements | undefined {
    const { trained, measured } = this;
    const parameters = trained.parameters();
    if (!allFinite(parameters)) return undefined;
    if (measured !== trained) measured.setParameters(parameters);
    return measure(measured, this.batch, presentation);
  }

  /** Frees what it holds, and not what it measures. */
  dispose(): void {
    if (this.measured !== this.trained) this.measured.dispose();
  }
}

function allFinite(parameters: Parameters): boolean {
  return Object.values(parameters).every(({ data }) => data.every(Number.isFinite));
}
