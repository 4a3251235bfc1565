import { type Layout, layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import { checkBatch, checkInputs } from '../batch.js';
import { keptFrames } from '../frames.js';
import type { Occupancy } from '../occupancy.js';
import { checkOptimiser, checkOptimiserState } from '../optimising.js';
import type { Rule } from '../rule.js';
import type {
  Activities,
  Answering,
  Batch,
  LearningRates,
  OptimiserState,
  Presentation,
  Relaxation,
  Relaxed,
  RelaxPresentation,
  Trained,
} from '../simulator.js';
import type { Device } from './device.js';
import { learn } from './learning.js';
import { Optimising } from './optimising.js';
import { type Bench, givenOf } from './phases/bench.js';
import { predictPhases, relaxPhases } from './phases/run.js';
import { answering, type Played, playedOf } from './played.js';
import type { ByName } from './projections.js';
import type { Reading } from './reading.js';
import { readAll, uploadAll } from './transfer.js';
import { freeReplaced, type Rates } from './weights.js';

const noRates: Rates = { learningRate: 0, scale: 1 };

/**
 * What the batched engine does on a device, whenever that can be read: a whole minibatch at once, float32.
 * @typeParam T the device's tensor
 */
export class BatchedCore<T> {
  private readonly layout: Layout;
  private parametersOnDevice: ByName<T>;
  private readonly optimising: Optimising<T>;

  constructor(
    readonly network: Network,
    parameters: Parameters,
    private readonly m: Device<T>,
    private readonly occupancy: Occupancy,
  ) {
    this.layout = layOut(network);
    checkParameters(network, parameters, 'parameters');
    this.parametersOnDevice = uploadAll(this.m, parameters);
    this.optimising = new Optimising(m);
  }

  parameters(): Reading<Parameters> {
    this.occupancy.checkFree('parameters');
    const parameters = readAll(this.m, this.parametersOnDevice);
    return { tell: () => parameters };
  }

  setParameters(parameters: Parameters): void {
    this.occupancy.checkFree('setParameters');
    checkParameters(this.network, parameters, 'parameters');
    this.replaceParameters(uploadAll(this.m, parameters));
  }

  optimiserState(): Reading<OptimiserState> {
    this.occupancy.checkFree('optimiserState');
    const { state } = this.optimising;
    return { tell: () => state };
  }

  setOptimiserState(state: OptimiserState): void {
    this.occupancy.checkFree('setOptimiserState');
    const entries = Object.entries(this.parametersOnDevice).map(([name, one]) => [name, this.m.shape(one)]);
    const where = `${this.occupancy.simulator}.setOptimiserState`;
    checkOptimiserState(where, state, Object.fromEntries(entries));
    this.optimising.state = state;
  }

  predict(inputs: Batch['inputs'], rule?: Rule, of: Answering = 'outputs'): Reading<Activities> {
    this.occupancy.checkFree('predict');
    checkInputs(this.layout, inputs);
    const { m } = this;
    const outputs = m.scope(() =>
      predictPhases(this.bench(answering(this.layout, this.parametersOnDevice, rule), noRates), inputs, of),
    );
    const read = readAll(m, outputs);
    m.free(Object.values(outputs));
    return { tell: () => read };
  }

  relax(batch: Batch, presentation: RelaxPresentation): Reading<Relaxed> {
    this.occupancy.checkFree('relax');
    checkBatch(this.layout, batch);
    const { rule, relaxation, learningRate = 1 } = presentation;
    const rates = { ...presentation, learningRate, scale: 1, summed: true };
    const keeps = keptFrames(presentation);
    let relaxed: (() => Relaxed) | undefined;
    this.m.scope(() => {
      const played = this.played(rule, relaxation);
      relaxed = relaxPhases(this.bench(played, rates), batch, presentation, {
        activity: played.activity,
        keeps,
      });
      return [];
    });
    return {
      tell: () => {
        presentation.onSample?.(batch.size);
        return relaxed!();
      },
    };
  }

  train(batch: Batch, presentation: Presentation & LearningRates): Reading<Trained> {
    const { m, optimising, occupancy } = this;
    occupancy.checkFree('train');
    checkBatch(this.layout, batch);
    const { rule, relaxation } = presentation;
    checkOptimiser(`${occupancy.simulator}.train`, rule, presentation);
    let trained: (() => Trained) | undefined;
    const updated = m.scope(() => {
      const rates = optimising.ratesOf(presentation);
      const given = givenOf(this.bench(this.played(rule, relaxation), rates), batch, presentation);
      const { parameters, traces, ...told } = learn(this, given, optimising);
      trained = told.trained;
      return { parameters, traces };
    });
    const forget = () => {
      freeReplaced(m, updated.parameters, this.parametersOnDevice);
      m.free(Object.values(updated.traces));
    };
    const tell = () => {
      const told = trained!();
      if (Number.isFinite(told.loss)) {
        this.replaceParameters(updated.parameters);
        optimising.keep(updated, presentation);
      } else forget();
      return told;
    };
    return { tell, forget };
  }

  dispose(): void {
    this.occupancy.dispose();
    this.m.free(Object.values(this.parametersOnDevice));
    this.parametersOnDevice = {};
    this.optimising.free();
  }

  private bench({ rule, course }: Pick<Played, 'rule' | 'course'>, rates: Rates): Bench<T> {
    const { m, layout, parametersOnDevice: parameters } = this;
    return { m, layout, parameters, rates, rule, course };
  }

  private played(rule: Rule, relaxation: Relaxation): Played {
    return playedOf(this.layout, this.parametersOnDevice, rule, relaxation);
  }

  private replaceParameters(parameters: ByName<T>): void {
    freeReplaced(this.m, this.parametersOnDevice, parameters);
    this.parametersOnDevice = parameters;
  }
}
