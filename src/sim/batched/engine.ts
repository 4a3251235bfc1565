import { requireFeedback } from '../../network/feedback-weights.js';
import { type Layout, layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import type { Formula } from '../../rules/rule.js';
import { checkBatch, checkInputs } from '../batch.js';
import { keptFrames } from '../frames.js';
import { batchedSolver, refuseMeaningless, refuseMessages } from '../meaning.js';
import { Occupancy } from '../occupancy.js';
import { checkOptimiser, checkOptimiserState } from '../optimising.js';
import { requireWeights } from '../own-weights.js';
import type { Rule } from '../rule.js';
import { bp } from '../rules/bp.js';
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
import { refuseUnsolvable } from '../solvable.js';
import type { Device } from './device.js';
import { Optimising } from './optimising.js';
import { type Bench, predictPhases, relaxPhases, trainPhases } from './phases/run.js';
import type { Course } from './phases/stage.js';
import type { ByName } from './projections.js';
import { readAll, uploadAll } from './transfer.js';
import { freeReplaced, type Rates } from './weights.js';

/** What a rule is to this engine: phases, how they are gone through, and what is told of them. */
interface Played extends Pick<Bench<never>, 'rule' | 'course'> {
  /** Of rules that tell one activity of each node; others tell every state. */
  readonly activity?: Formula;
}

const noRates: Rates = { learningRate: 0, scale: 1 };
const inSteps: Course = { solver: 'euler', schedule: 'synchronous' };

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
    const { m } = this;
    const outputs = m.scope(() => predictPhases(this.bench(this.answering(rule), noRates), inputs));
    const read = readAll(m, outputs);
    m.free(Object.values(outputs));
    return read;
  }

  relax(batch: Batch, presentation: RelaxPresentation): Relaxed {
    this.occupancy.checkUsable('relax');
    checkBatch(this.layout, batch);
    const { rule, relaxation, learningRate = 1 } = presentation;
    const rates = { ...presentation, learningRate, scale: 1, summed: true };
    const keeps = keptFrames(presentation);
    let relaxed: Relaxed | undefined;
    this.m.scope(() => {
      const played = this.played(rule, relaxation);
      relaxed = relaxPhases(this.bench(played, rates), batch, presentation, {
        activity: played.activity,
        keeps,
      });
      return [];
    });
    presentation.onSample?.(batch.size);
    return relaxed!;
  }

  train(batch: Batch, presentation: Presentation & LearningRates): Trained {
    const { m, optimising } = this;
    this.occupancy.checkUsable('train');
    checkBatch(this.layout, batch);
    const { rule, relaxation } = presentation;
    checkOptimiser('BatchedSimulator.train', rule, presentation);
    let trained: Trained | undefined;
    const updated = m.scope(() => {
      const rates = optimising.ratesOf(presentation);
      const learned = trainPhases(this.bench(this.played(rule, relaxation), rates), batch, presentation);
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

  private bench({ rule, course }: Pick<Played, 'rule' | 'course'>, rates: Rates): Bench<T> {
    const { m, layout, parametersOnDevice: parameters } = this;
    return { m, layout, parameters, rates, rule, course };
  }

  /** @throws {InputError} on a relaxation without meaning under the rule, or weights of its own that are missing */
  private played(rule: Rule, relaxation: Relaxation): Played {
    const { layout, parametersOnDevice: parameters } = this;
    if (rule.kind === 'backpropagation') return { ...rule.inPhases(), course: inSteps };
    const { schedule, duration, seed } = relaxation;
    const course = {
      schedule,
      ...(duration !== undefined && { duration }),
      ...(seed !== undefined && { seed }),
    };
    if (rule.kind === 'phases') {
      refuseUnsolvable(rule, relaxation);
      refuseMessages(relaxation);
      requireWeights(layout, parameters, rule.rule);
      return { rule: rule.rule, course: { ...course, solver: solverOf(relaxation) } };
    }
    refuseMeaningless(rule, relaxation);
    refuseMessages(relaxation);
    if (rule.feedback.ownWeights) requireFeedback(layout, parameters, rule);
    return { ...rule.inPhases(relaxation), course: { ...course, solver: batchedSolver(rule, relaxation) } };
  }

  /** What a network answers is what its forward sweep leaves, if the rule does not say otherwise. */
  private answering(rule: Rule | undefined): Pick<Played, 'rule' | 'course'> {
    if (rule?.kind !== 'phases') return { rule: bp.inPhases().rule, course: inSteps };
    requireWeights(this.layout, this.parametersOnDevice, rule.rule);
    return { rule: rule.rule, course: inSteps };
  }

  private replaceParameters(parameters: ByName<T>): void {
    freeReplaced(this.m, this.parametersOnDevice, parameters);
    this.parametersOnDevice = parameters;
  }
}

const solverOf = ({ solver, duration }: Relaxation): Course['solver'] => {
  if (duration !== undefined) return 'closed-form';
  return solver === 'auto' ? 'euler' : solver;
};
