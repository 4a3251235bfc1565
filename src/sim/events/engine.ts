import { merge, type Observable } from 'rxjs';
import { choose, refuse } from '../../errors.js';
import { feedbackName } from '../../network/feedback-weights.js';
import { type Layout, layOut, parameterName } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import { checkBatch, checkInputs } from '../batch.js';
import type { Energy } from '../energy.js';
import { refuseCurved } from '../meaning.js';
import { checkQuantumNodes } from '../messages.js';
import { makesSteps } from '../relaxation.js';
import { rules } from '../rules.js';
import type {
  Activities,
  Batch,
  LearningRates,
  Presentation,
  Relaxed,
  RelaxPresentation,
  Simulator,
  Trained,
} from '../simulator.js';
import type { Variant } from '../variant.js';
import { type Cells, checkCells, checkCellsIn } from './cells.js';
import { weightChange } from './change.js';
import { buildCircuit, type Circuit } from './circuit.js';
import { putState } from './circuit-state.js';
import { Conductor } from './conductor.js';
import { eachFeedback, eachSynapse } from './connections.js';
import { checkDelays, type Delays } from './delays.js';
import { type GrainName, grains } from './grains.js';
import type { Message } from './message.js';
import { carryDownBy } from './pathways.js';
import { EventQueue } from './queue.js';
import { ActivityTable, readParameters } from './readout.js';
import {
  type Change,
  changesOf,
  type Frame,
  framesOf,
  probesOf,
  type QuantityName,
  type Times,
} from './recorders/index.js';
import { Relaxing } from './relaxing.js';
import { Replay } from './replay.js';
import { runnable } from './runnable.js';
import { Running, type RunningState } from './running.js';
import { Score } from './score.js';
import { select } from './selection.js';
import type { Surroundings } from './surroundings.js';
import type { Grain } from './synapse-set.js';
import { Traffic } from './traffic.js';
import { type Stage, Trial } from './trial.js';
import { checkWires, type WireOptions } from './wires.js';

/** Options of the event engine. */
export interface EventOptions {
  /** Conduction delays in tau of the synapses into each node, by node name; 0 where not given. */
  readonly delays?: Delays;
  /** Whether inputs hold the stimulus through a relaxation (the default) or relax like neurons; the rule's own choice. */
  readonly inputs?: Variant['inputs'];
  /** Neurons with time constants of their own, with noise, or dead, by node name. */
  readonly cells?: Cells;
  /** Of the noise of cells; 1 if not given. */
  readonly seed?: number;
  /** Messages lost, duplicated, reordered; then every synapse is an actor, at either grain. */
  readonly wires?: WireOptions;
  /** How synapses are cut into actors: one each, or one per axon and dendrite; or a grain of one's own. Numbers are the same. */
  readonly grain?: GrainName | Grain;
}

/** Some actors that are watched, and what is seen of them. */
export interface Watch<T> {
  readonly actors: readonly string[];
  readonly seen: Observable<T>;
}

/**
 * The event engine: every neuron and every synapse is an actor, one sample is presented at a time, float64.
 * Gradients add up in the synapses over the samples of a batch.
 */
export class EventSimulator implements Simulator {
  readonly engine = 'events';
  /** The actors, for recorders to subscribe to. */
  readonly circuit: Circuit;
  private readonly layout: Layout;
  private readonly around: Surroundings;
  private readonly conductor: Conductor;
  private readonly inputsRelax: boolean;
  private readonly cells: Cells;

  /** @throws {InputError} on parameters that are not the network's, or delays that are not delays */
  constructor(
    readonly network: Network,
    parameters: Parameters,
    { delays = {}, grain = 'synapse', inputs = 'clamped', wires, cells = {}, seed = 1 }: EventOptions = {},
  ) {
    if (wires) checkWires(wires);
    this.around = { queue: new EventQueue(), rule: rules.ar, traffic: new Traffic(), wires };
    this.inputsRelax = inputs === 'relaxing';
    checkParameters(network, parameters, 'parameters');
    this.layout = layOut(network);
    checkDelays(this.layout, delays);
    checkCells(this.layout, cells);
    this.cells = cells;
    this.circuit = buildCircuit(
      this.layout,
      parameters,
      delays,
      this.around,
      typeof grain === 'function' ? grain : choose('EventSimulator.grain', grains, grain),
      this.inputsRelax,
      cells,
      seed,
    );
    this.conductor = new Conductor(this.layout, this.circuit, this.around);
  }

  /**
   * Everything that the named neurons and synapses say, as they say it: `h1`, `h1[3]`, `h1[0-9]`, `h1.weight[2,5]`.
   * Listening never changes a result.
   * @throws {InputError} on a name that is not there
   */
  listen(...selections: string[]): Observable<Message> {
    const actors = selections.flatMap((selection) => select(this.circuit, selection));
    return merge(...actors.map(({ messages }) => messages));
  }

  /**
   * From now on, until it is stopped, actors say what a log of theirs says: the presentation that was logged, presented
   * again, comes to the same state.
   * @param log messages of neurons and inputs, in the order in which they were said, as a file keeps them
   * @param name what errors call it: a file
   * @throws {InputError} naming the line, on what is no message, or one of somebody who is not there
   */
  replay(log: Iterable<unknown>, name = 'log'): Replay {
    return new Replay(this.circuit, log, name);
  }

  /**
   * A quantity of some actors at given times of every presentation, each time all of them, in the order of `actors`.
   * Watching never changes a result.
   * @throws {InputError} on a name that is not there or has no such quantity, or times that are none
   */
  watch(quantity: QuantityName, selections: readonly string[], times: Times): Watch<Frame> {
    const probes = probesOf(this.circuit, quantity, selections);
    return { actors: probes.map(({ address }) => address), seen: framesOf(this.around.queue, probes, times) };
  }

  /** A quantity of some actors whenever it is set. @throws {InputError} on names, as `watch` */
  changes(quantity: QuantityName, selections: readonly string[]): Watch<Change> {
    const probes = probesOf(this.circuit, quantity, selections);
    return { actors: probes.map(({ address }) => address), seen: changesOf(probes) };
  }

  /** What the last call of `predict`, `relax` or `train` cost, over all its samples. */
  get energy(): Energy {
    return this.around.traffic.energy;
  }

  parameters(): Parameters {
    return readParameters(this.circuit);
  }

  setParameters(parameters: Parameters): void {
    checkParameters(this.network, parameters, 'parameters');
    this.putParameters(parameters);
  }

  predict(inputs: Batch['inputs']): Activities {
    const samples = checkInputs(this.layout, inputs);
    const outputs = new ActivityTable(this.circuit, this.layout.outputs, samples);
    this.around.traffic.clear();
    for (let row = 0; row < samples; row++) {
      new Score(this.around.queue, this.conductor.sweep({ inputs, row })).advance(Infinity);
      this.around.queue.lookLast();
      outputs.fill(row, ({ forwardActivity }) => forwardActivity);
    }
    return outputs.values;
  }

  relax(batch: Batch, presentation: RelaxPresentation): Relaxed {
    const relaxing = this.relaxing(batch, presentation);
    relaxing.advance(Infinity);
    return this.conclude(relaxing);
  }

  /**
   * Begins the presentation of one sample, which can be stopped at any time, saved, and gone on with. Nothing else is
   * to be presented until its result has been taken.
   * @throws {InputError} on more than one sample, and as relax
   */
  begin(batch: Batch, presentation: RelaxPresentation): Running {
    if (batch.size !== 1) {
      refuse({ where: 'EventSimulator.begin', got: `${batch.size} samples`, expected: 'one' });
    }
    const relaxing = this.relaxing(batch, presentation);
    return new Running(this.stage, batch, relaxing, () => this.conclude(relaxing));
  }

  /**
   * Goes on with a presentation that was saved, as if it had never stopped, whatever the grain.
   * @param presentation the same as at its beginning; frames are recorded from now on
   * @throws {InputError} on the state of another network or rule, or of one with other delays or wires
   */
  resume({ rule, batch, relaxing: state, circuit }: RunningState, presentation: RelaxPresentation): Running {
    if (presentation.rule.name !== rule) {
      refuse({ where: 'EventSimulator.resume', got: presentation.rule.name, expected: `rule ${rule}` });
    }
    const relaxing = this.relaxing(batch, presentation);
    putState(this.stage, circuit);
    relaxing.restore(state);
    return new Running(this.stage, batch, relaxing, () => this.conclude(relaxing));
  }

  train(batch: Batch, presentation: Presentation & LearningRates): Trained {
    this.prepare(batch, presentation);
    const { whileRelaxing } = this.around.rule.plasticity.timing;
    const before = whileRelaxing ? this.parameters() : undefined;
    const outputs = new ActivityTable(this.circuit, this.layout.outputs, batch.size);
    const change = before && weightChange(presentation, presentation.relaxation.stepSize, 1);
    this.around.traffic.clear();
    let loss = 0;
    for (let row = 0; row < batch.size; row++) {
      const onForward = () => outputs.fill(row, ({ forwardActivity }) => forwardActivity);
      const { relaxation } = presentation;
      const trial = new Trial(this.stage, { ...batch, row }, { relaxation, change, onForward });
      trial.finish();
      loss += trial.loss;
    }
    loss /= batch.size;
    if (!Number.isFinite(loss) && before) this.putParameters(before);
    if (before || !Number.isFinite(loss)) this.conductor.forget();
    else this.conductor.update(weightChange(presentation, 1, batch.size));
    return { loss, outputs: outputs.values, energy: this.energy };
  }

  dispose(): void {
    this.circuit.signals.complete();
  }

  private putParameters(parameters: Parameters): void {
    for (const { node, neurons, blocks } of Object.values(this.circuit.populations)) {
      const weight = parameters[parameterName(node.name, 'weight')].data;
      const bias = parameters[parameterName(node.name, 'bias')].data;
      const feedback = parameters[feedbackName(node.name)]?.data;
      for (const { block, synapses } of blocks) {
        eachSynapse(block, (i, place) => synapses.setWeight(i, weight[place]));
        if (feedback) eachFeedback(block, (i, place) => synapses.down.set(i, feedback[place]));
        synapses.weightsChanged();
      }
      for (const [i, neuron] of neurons.entries()) neuron.bias = bias[i];
    }
  }

  private prepare(batch: Batch, presentation: Presentation): void {
    checkBatch(this.layout, batch);
    const { inputsRelax } = this;
    const means = { inputsRelax, batchSize: batch.size };
    const rule = runnable(presentation.rule, presentation.relaxation, means);
    checkCellsIn(this.layout, this.cells, presentation.relaxation);
    refuseCurved(this.layout, rule, presentation.relaxation, 'EventSimulator');
    if (makesSteps(presentation.relaxation)) this.around.queue.checkSteps(presentation.relaxation.stepSize);
    this.around.rule = rule;
    const { quantum, smallestQuantum } = presentation.relaxation;
    if (quantum !== undefined) checkQuantumNodes('EventSimulator.quantum', quantum, this.layout);
    if (smallestQuantum !== undefined) {
      checkQuantumNodes('EventSimulator.smallestQuantum', smallestQuantum, this.layout);
    }
    carryDownBy(rule, this.layout, this.circuit.populations);
  }

  private relaxing(batch: Batch, presentation: RelaxPresentation): Relaxing {
    this.prepare(batch, presentation);
    return new Relaxing(this.stage, batch, presentation);
  }

  // Parameters are put back as they were.
  private conclude(relaxing: Relaxing): Relaxed {
    const relaxed = relaxing.result();
    this.conductor.forget();
    if (relaxing.parametersBefore) this.putParameters(relaxing.parametersBefore);
    return relaxed;
  }

  private get stage(): Stage {
    const { layout, circuit, conductor, around } = this;
    return { layout, circuit, conductor, around };
  }
}
