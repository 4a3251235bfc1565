import { feedbackName, feedbackNodes, requireFeedback } from '../../network/feedback-weights.js';
import { type Layout, layOut, parameterName } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters, parameterShapes } from '../../network/parameters.js';
import { checkBatch, checkInputs } from '../batch.js';
import { keptFrames } from '../frames.js';
import { batchedSolver, refuseMeaningless, refuseMessages } from '../meaning.js';
import { Occupancy } from '../occupancy.js';
import { checkOptimiser, checkOptimiserState } from '../optimising.js';
import { requireWeights } from '../own-weights.js';
import type { PhasedRule, RelaxationRule, Rule } from '../rule.js';
import type {
  Activities,
  Batch,
  LearningRates,
  OptimiserState,
  Presentation,
  Relaxation,
  Relaxed,
  RelaxPresentation,
  Simulator,
  Trained,
} from '../simulator.js';
import type { Device } from './device.js';
import {
  type ByName,
  type OutputErrors,
  outputErrors,
  type Projections,
  projectionsOf,
  type Sweep,
  sweepForward,
} from './forward.js';
import { backpropagationGradients, plasticityGradients } from './gradients.js';
import type { Moment } from './moment.js';
import { Optimising } from './optimising.js';
import { type Bench, type Learned, predictPhases, relaxPhases, trainPhases } from './phases/run.js';
import { type Frames, relaxationNodes } from './solver.js';
import { solvers } from './solvers.js';
import { lossOf, readAll, uploadAll } from './transfer.js';
import { freeReplaced, MovingWeights, type Rates, scaledRates } from './weights.js';

/** A rule that is one relaxation, or none. */
interface Given extends Presentation {
  readonly rule: Exclude<Rule, PhasedRule>;
}

const noRates: Rates = { learningRate: 0, scale: 1 };

/** What one presentation leaves on the device. */
interface Presented<T> {
  readonly sweep: Sweep<T>;
  readonly errors: OutputErrors<T>;
  readonly activity: Readonly<ByName<T>>;
  /** The gradient, times the scale asked for. */
  readonly gradient: ByName<T>;
  /** Parameters that have moved during the relaxation. */
  readonly moved?: ByName<T> | undefined;
}

/**
 * The batched engine: a whole minibatch at once on the tensors of a device, float32.
 * @typeParam T the device's tensor
 */
export class BatchedSimulator<T> implements Simulator {
  readonly engine = 'batched';
  private readonly layout: Layout;
  private parametersOnDevice: ByName<T>;
  private readonly occupancy = new Occupancy('BatchedSimulator');
  private readonly optimising: Optimising<T>;

  constructor(
    readonly network: Network,
    parameters: Parameters,
    private readonly m: Device<T>,
  ) {
    this.layout = layOut(network);
    checkParameters(network, parameters, 'parameters');
    this.parametersOnDevice = uploadAll(this.m, parameters);
    this.optimising = new Optimising(m);
  }

  parameters(): Parameters {
    this.occupancy.checkUsable('parameters');
    return readAll(this.m, this.parametersOnDevice);
  }

  setParameters(parameters: Parameters): void {
    this.occupancy.checkUsable('setParameters');
    checkParameters(this.network, parameters, 'parameters');
    this.replaceParameters(uploadAll(this.m, parameters));
  }

  optimiserState(): OptimiserState {
    this.occupancy.checkUsable('optimiserState');
    return this.optimising.state;
  }

  setOptimiserState(state: OptimiserState): void {
    this.occupancy.checkUsable('setOptimiserState');
    const entries = Object.entries(this.parametersOnDevice).map(([name, one]) => [name, this.m.shape(one)]);
    checkOptimiserState('BatchedSimulator.setOptimiserState', state, Object.fromEntries(entries));
    this.optimising.state = state;
  }

  predict(inputs: Batch['inputs'], rule?: Rule): Activities {
    this.occupancy.checkUsable('predict');
    checkInputs(this.layout, inputs);
    const { m, layout } = this;
    const outputs = m.scope(() => {
      if (rule?.kind === 'phases') return predictPhases(this.bench(rule, noRates), rule, inputs);
      const sweep = sweepForward(
        m,
        layout,
        this.projections(this.parametersOnDevice),
        uploadAll(this.m, inputs),
      );
      return Object.fromEntries(layout.outputs.map(({ name }) => [name, sweep.activity[name]]));
    });
    const read = readAll(this.m, outputs);
    m.free(Object.values(outputs));
    return read;
  }

  relax(batch: Batch, presentation: RelaxPresentation): Relaxed {
    this.occupancy.checkUsable('relax');
    checkBatch(this.layout, batch);
    const course: Activities[] = [];
    const keeps = keptFrames(presentation);
    const frames = keeps && {
      keeps,
      take: (activity: ByName<T>) => void course.push(readAll(this.m, activity)),
    };
    let relaxed: Relaxed | undefined;
    this.m.scope(() => {
      const { rule, learningRate = 1 } = presentation;
      const rates = { ...presentation, learningRate, scale: 1, summed: true };
      if (rule.kind === 'phases') {
        relaxed = { ...relaxPhases(this.bench(rule, rates), rule, batch, presentation, frames), course };
        return [];
      }
      const { sweep, errors, activity, gradient } = this.present(
        batch,
        { ...presentation, rule },
        rates,
        frames,
      );
      const forward = Object.fromEntries(this.layout.nodes.map(({ name }) => [name, sweep.activity[name]]));
      relaxed = {
        loss: lossOf(this.m, errors.share, batch.size),
        forward: readAll(this.m, forward),
        activity: readAll(this.m, activity),
        gradient: readAll(this.m, this.inOrder(gradient)),
        course,
      };
      return [];
    });
    presentation.onSample?.(batch.size);
    return relaxed!;
  }

  train(batch: Batch, presentation: Presentation & LearningRates): Trained {
    const { m, layout, optimising } = this;
    this.occupancy.checkUsable('train');
    checkBatch(layout, batch);
    checkOptimiser('BatchedSimulator.train', presentation.rule, presentation);
    let trained: Trained | undefined;
    const updated = m.scope(() => {
      const rates = optimising.ratesOf(presentation);
      const learned = this.learn(batch, presentation, rates);
      trained = learned.trained;
      if (learned.moved) return { parameters: learned.moved, traces: {} };
      return optimising.updated(this.parametersOnDevice, learned.gradient, rates);
    });
    if (Number.isFinite(trained!.loss)) {
      this.replaceParameters(updated.parameters);
      optimising.keep(updated, presentation);
    } else {
      freeReplaced(m, updated.parameters, this.parametersOnDevice);
      m.free(Object.values(updated.traces));
    }
    return trained!;
  }

  dispose(): void {
    this.occupancy.dispose();
    this.m.free(Object.values(this.parametersOnDevice));
    this.parametersOnDevice = {};
    this.optimising.free();
  }

  /** One presentation of a batch, and what it leaves to learn by. */
  private learn(batch: Batch, presentation: Presentation, rates: Rates): Learned<T> {
    const { rule, relaxation } = presentation;
    if (rule.kind === 'phases') return trainPhases(this.bench(rule, rates), rule, batch, presentation);
    const { sweep, errors, gradient, moved } = this.present(batch, { rule, relaxation }, rates);
    const outputs = Object.fromEntries(this.layout.outputs.map(({ name }) => [name, sweep.activity[name]]));
    const trained = { loss: lossOf(this.m, errors.share, batch.size), outputs: readAll(this.m, outputs) };
    return { trained, gradient, moved };
  }

  private bench(rule: PhasedRule, rates: Rates): Bench<T> {
    const { m, layout, parametersOnDevice: parameters } = this;
    requireWeights(layout, parameters, rule.rule);
    return { m, layout, parameters, rates };
  }

  private present(batch: Batch, { rule, relaxation }: Given, rates: Rates, frames?: Frames<T>): Presented<T> {
    const { m, layout } = this;
    this.checkRule(rule, relaxation);
    const projections = this.projections(this.parametersOnDevice, rule);
    const biasInDerivative = rule.kind === 'backpropagation' || rule.biasInDerivative;
    const inputs = uploadAll(this.m, batch.inputs);
    const sweep = sweepForward(m, layout, projections, inputs, biasInDerivative);
    const errors = outputErrors(m, layout, sweep, uploadAll(this.m, batch.targets));
    if (rule.kind === 'backpropagation') {
      const { scale } = rates;
      return { sweep, errors, ...backpropagationGradients(m, layout, projections, sweep, errors, scale) };
    }
    const moment = { m, rule, projections, sweep };
    return { sweep, errors, ...this.relaxAndLearn(moment, errors, relaxation, rates, frames) };
  }

  private relaxAndLearn(
    start: Moment<T>,
    { error }: OutputErrors<T>,
    relaxation: Relaxation,
    rates: Rates,
    frames?: Frames<T>,
  ): Pick<Presented<T>, 'activity' | 'gradient' | 'moved'> {
    const { rule } = start;
    const solve = solvers[batchedSolver(rule, relaxation)];
    const nodes = relaxationNodes(this.layout, rule.inputsRelax);
    if (!rule.plasticity.timing.whileRelaxing) {
      const activity = solve({ ...start, nodes, relaxation, error, frames });
      return { activity, gradient: this.gradient(start, activity, rates) };
    }
    const moving = new MovingWeights(
      this.m,
      this.parametersOnDevice,
      (p) => this.projections(p, rule),
      rates.summed ?? false,
    );
    const change = scaledRates(rates, relaxation.stepSize);
    const now = () => ({ ...start, projections: moving.projections });
    const activity = solve({
      ...start,
      get projections() {
        return moving.projections;
      },
      nodes,
      relaxation,
      error,
      frames,
      learn: (state) => moving.step(() => this.gradient(now(), state, change), change),
    });
    return { activity, gradient: this.perRate(moving, rule, rates), moved: moving.parameters };
  }

  /** Of weights and biases, and of feedback weights that learn, at the scale of the weights' own. */
  private gradient(moment: Moment<T>, activity: Readonly<ByName<T>>, { scale }: Rates): ByName<T> {
    const { layout } = this;
    const { rule, projections } = moment;
    const gradient = plasticityGradients(layout, moment, activity, scale);
    if (!rule.feedback.learns) return gradient;
    for (const { name } of feedbackNodes(layout, rule.inputsRelax)) {
      const turned = projections[name].turned(gradient[parameterName(name, 'weight')]);
      gradient[feedbackName(name)] = turned;
    }
    return gradient;
  }

  /** @throws {InputError} on a relaxation without meaning under the rule, or feedback weights that are missing */
  private checkRule(rule: Rule, relaxation: Relaxation): void {
    if (rule.kind !== 'relaxation') return;
    refuseMeaningless(rule, relaxation);
    refuseMessages(relaxation);
    if (!rule.feedback.ownWeights) return;
    requireFeedback(this.layout, this.parametersOnDevice, rule);
  }

  private projections(parameters: Readonly<ByName<T>>, rule?: Rule): Projections<T> {
    const own = rule?.kind === 'relaxation' && rule.feedback.ownWeights;
    return projectionsOf(this.m, this.layout, parameters, own);
  }

  /** What parameters that learn have moved by, over minus the learning rate; nothing where it was not summed. */
  private perRate({ descent }: MovingWeights<T>, rule: RelaxationRule, rates: Rates): ByName<T> {
    if (!rates.summed) return {};
    const { m } = this;
    const fed = rule.feedback.learns ? feedbackNodes(this.layout, rule.inputsRelax) : [];
    const learned = new Set(fed.map(({ name }) => feedbackName(name)));
    const learning = Object.entries(this.parametersOnDevice).filter(
      ([name]) => learned.has(name) || !name.endsWith('.feedback'),
    );
    const entries = learning.map(([name, value]) => {
      const sum = descent?.[name];
      return [name, sum === undefined ? m.affine(value, 0, 0) : m.affine(sum, 1 / rates.learningRate, 0)];
    });
    return Object.fromEntries(entries);
  }

  private inOrder(gradient: ByName<T>): ByName<T> {
    const names = Object.keys({ ...parameterShapes(this.network), ...gradient });
    return Object.fromEntries(names.map((name) => [name, gradient[name]]));
  }

  private replaceParameters(parameters: ByName<T>): void {
    freeReplaced(this.m, this.parametersOnDevice, parameters);
    this.parametersOnDevice = parameters;
  }
}
