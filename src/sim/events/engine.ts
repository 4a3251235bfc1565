import { merge, type Observable } from 'rxjs';
import { choose } from '../../errors.js';
import { feedbackName } from '../../network/feedback-weights.js';
import { type Layout, layOut, parameterName } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import { checkBatch, checkInputs } from '../batch.js';
import { checkQuantumNodes } from '../messages.js';
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
import { movement, weightChange } from './change.js';
import { buildCircuit, type Circuit } from './circuit.js';
import { Conductor } from './conductor.js';
import { eachFeedback, eachSynapse } from './connections.js';
import { checkDelays, type Delays } from './delays.js';
import { type GrainName, grains } from './grains.js';
import type { Message } from './message.js';
import { carryDownBy } from './pathways.js';
import { EventQueue } from './queue.js';
import { ActivityTable, readGradients, readLoss, readParameters } from './readout.js';
import { runnable } from './runnable.js';
import { select } from './selection.js';
import type { Surroundings } from './surroundings.js';
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
  /** How synapses are cut into actors: one each, or one per axon and dendrite. Numbers are the same. */
  readonly grain?: GrainName;
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
  /** How often neurons spoke in the relaxations of the last batch. */
  private spoken = 0;

  /** @throws {InputError} on parameters that are not the network's, or delays that are not delays */
  constructor(
    readonly network: Network,
    parameters: Parameters,
    { delays = {}, grain = 'synapse', inputs = 'clamped', wires, cells = {}, seed = 1 }: EventOptions = {},
  ) {
    if (wires) checkWires(wires);
    this.around = { queue: new EventQueue(), rule: rules.ar, spoken: 0, wires };
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
      choose('EventSimulator.grain', grains, grain),
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
    for (let sample = 0; sample < samples; sample++) {
      this.conductor.sweep(inputs, sample);
      outputs.fill(sample, ({ forwardActivity }) => forwardActivity);
    }
    return outputs.values;
  }

  relax(batch: Batch, presentation: RelaxPresentation): Relaxed {
    this.prepare(batch, presentation);
    const { learningRate = 1 } = presentation;
    const rates = { ...presentation, learningRate };
    const before = this.learnsWhileRelaxing ? this.parameters() : undefined;
    const { inputsRelax } = this.around.rule;
    const moving = [...(inputsRelax ? this.layout.inputs : []), ...this.layout.nodes];
    const table = () => new ActivityTable(this.circuit, moving, batch.size);
    const forward = new ActivityTable(this.circuit, this.layout.nodes, batch.size);
    const activity = table();
    const course: ActivityTable[] = [];
    const loss = this.presentAll(batch, presentation, rates, (sample) => {
      let frame = 0;
      forward.fill(sample, ({ forwardActivity }) => forwardActivity);
      return {
        onStep: () => {
          if (!presentation.record) return;
          if (frame === course.length) course.push(table());
          course[frame++].fill(sample, (neuron) => neuron.activity);
        },
        done: () => {
          activity.fill(sample, (neuron) => neuron.activity);
          presentation.onSample?.(sample + 1);
        },
      };
    });
    const added = readGradients(this.circuit, batch.size);
    const gradient = before ? movement(before, this.parameters(), learningRate, Object.keys(added)) : added;
    this.conductor.forget();
    if (before) this.putParameters(before);
    return {
      loss,
      forward: forward.values,
      activity: activity.values,
      gradient,
      course: course.map(({ values }) => values),
      messages: this.spoken,
    };
  }

  train(batch: Batch, presentation: Presentation & LearningRates): Trained {
    this.prepare(batch, presentation);
    const before = this.learnsWhileRelaxing ? this.parameters() : undefined;
    const outputs = new ActivityTable(this.circuit, this.layout.outputs, batch.size);
    const loss = this.presentAll(batch, presentation, presentation, (sample) => {
      outputs.fill(sample, ({ forwardActivity }) => forwardActivity);
      return {};
    });
    if (!Number.isFinite(loss) && before) this.putParameters(before);
    if (before || !Number.isFinite(loss)) this.conductor.forget();
    else this.conductor.update(weightChange(presentation, 1, batch.size));
    return { loss, outputs: outputs.values };
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
    checkCellsIn(this.cells, presentation.relaxation);
    this.around.rule = rule;
    const { messages, quantum } = presentation.relaxation;
    if (messages === 'threshold') checkQuantumNodes('EventSimulator.quantum', quantum!, this.layout);
    carryDownBy(rule, this.layout, this.circuit.populations);
  }

  private get learnsWhileRelaxing(): boolean {
    return this.around.rule.plasticity.timing.whileRelaxing;
  }

  /** Presents every sample; gradients stay in the synapses. @returns the batch-mean loss */
  private presentAll(
    batch: Batch,
    { relaxation }: Presentation,
    rates: LearningRates,
    probe: (sample: number) => { onStep?: () => void; done?: () => void },
  ): number {
    const { learnsWhileRelaxing } = this;
    this.spoken = 0;
    const change = learnsWhileRelaxing ? weightChange(rates, relaxation.stepSize, 1) : undefined;
    let loss = 0;
    for (let sample = 0; sample < batch.size; sample++) {
      this.conductor.sweep(batch.inputs, sample);
      this.conductor.teach(batch.targets, sample);
      const { onStep, done } = probe(sample);
      this.conductor.relax(relaxation, onStep, change);
      this.spoken += this.around.spoken;
      done?.();
      loss += readLoss(this.layout, this.circuit);
      if (!learnsWhileRelaxing) this.conductor.learn();
    }
    return loss / batch.size;
  }
}
