import { merge, type Observable } from 'rxjs';
import { choose } from '../../errors.js';
import { type Layout, layOut, parameterName } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters } from '../../network/parameters.js';
import { checkBatch, checkInputs } from '../batch.js';

import { rules } from '../rules.js';
import type {
  Activities,
  Batch,
  Presentation,
  Relaxed,
  RelaxPresentation,
  Simulator,
  Trained,
} from '../simulator.js';
import { buildCircuit, type Circuit } from './circuit.js';
import { Conductor } from './conductor.js';
import { eachSynapse } from './connections.js';
import { checkDelays, type Delays } from './delays.js';
import { type GrainName, grains } from './grains.js';
import type { Message } from './message.js';
import { EventQueue } from './queue.js';
import { ActivityTable, readGradients, readLoss, readParameters } from './readout.js';
import { runnable } from './runnable.js';
import { select } from './selection.js';
import type { Surroundings } from './surroundings.js';

/** Options of the event engine. */
export interface EventOptions {
  /** Conduction delays in tau of the synapses into each node, by node name; 0 where not given. */
  readonly delays?: Delays;
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
  private readonly around: Surroundings = { queue: new EventQueue(), rule: rules.ar };
  private readonly conductor: Conductor;

  /** @throws {InputError} on parameters that are not the network's, or delays that are not delays */
  constructor(
    readonly network: Network,
    parameters: Parameters,
    { delays = {}, grain = 'synapse' }: EventOptions = {},
  ) {
    checkParameters(network, parameters, 'parameters');
    this.layout = layOut(network);
    checkDelays(this.layout, delays);
    this.circuit = buildCircuit(
      this.layout,
      parameters,
      delays,
      this.around,
      choose('EventSimulator.grain', grains, grain),
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
    for (const { node, neurons, blocks } of Object.values(this.circuit.populations)) {
      const weight = parameters[parameterName(node.name, 'weight')].data;
      const bias = parameters[parameterName(node.name, 'bias')].data;
      for (const { block, synapses } of blocks) {
        eachSynapse(block, (i, place) => synapses.setWeight(i, weight[place]));
      }
      for (const [i, neuron] of neurons.entries()) neuron.bias = bias[i];
    }
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
    const table = () => new ActivityTable(this.circuit, this.layout.nodes, batch.size);
    const forward = table();
    const activity = table();
    const course: ActivityTable[] = [];
    const loss = this.presentAll(batch, presentation, (sample) => {
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
    const gradient = readGradients(this.circuit, batch.size);
    this.conductor.forget();
    return {
      loss,
      forward: forward.values,
      activity: activity.values,
      gradient,
      course: course.map(({ values }) => values),
    };
  }

  train(batch: Batch, presentation: Presentation & { readonly learningRate: number }): Trained {
    this.prepare(batch, presentation);
    const outputs = new ActivityTable(this.circuit, this.layout.outputs, batch.size);
    const loss = this.presentAll(batch, presentation, (sample) => {
      outputs.fill(sample, ({ forwardActivity }) => forwardActivity);
      return {};
    });
    if (Number.isFinite(loss)) this.conductor.update(presentation.learningRate / batch.size);
    else this.conductor.forget();
    return { loss, outputs: outputs.values };
  }

  dispose(): void {
    this.circuit.signals.complete();
  }

  private prepare(batch: Batch, { rule, relaxation }: Presentation): void {
    checkBatch(this.layout, batch);
    this.around.rule = runnable(rule, relaxation);
  }

  /** Presents every sample; gradients stay in the synapses. @returns the batch-mean loss */
  private presentAll(
    batch: Batch,
    { relaxation }: Presentation,
    probe: (sample: number) => { onStep?: () => void; done?: () => void },
  ): number {
    let loss = 0;
    for (let sample = 0; sample < batch.size; sample++) {
      this.conductor.sweep(batch.inputs, sample);
      this.conductor.teach(batch.targets, sample);
      const { onStep, done } = probe(sample);
      this.conductor.relax(relaxation, onStep);
      done?.();
      loss += readLoss(this.layout, this.circuit);
      this.conductor.learn();
    }
    return loss / batch.size;
  }
}
