import { type Layout, layOut, parameterName } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { checkParameters, type Parameters, parameterShapes } from '../../network/parameters.js';
import { checkBatch, checkInputs } from '../batch.js';
import type {
  Activities,
  Batch,
  Presentation,
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
  type Sweep,
  sweepForward,
} from './forward.js';
import { backpropagationGradients, plasticityGradients } from './gradients.js';
import { solvers } from './solvers.js';

/** What one presentation leaves on the device. */
interface Presented<T> {
  readonly sweep: Sweep<T>;
  readonly errors: OutputErrors<T>;
  readonly activity: Readonly<ByName<T>>;
  /** The gradient, times the scale asked for. */
  readonly gradient: ByName<T>;
}

/**
 * The batched engine: a whole minibatch at once on the tensors of a device, float32.
 * @typeParam T the device's tensor
 */
export class BatchedSimulator<T> implements Simulator {
  readonly engine = 'batched';
  private readonly layout: Layout;
  private parametersOnDevice: ByName<T>;

  constructor(
    readonly network: Network,
    parameters: Parameters,
    private readonly m: Device<T>,
  ) {
    this.layout = layOut(network);
    checkParameters(network, parameters, 'parameters');
    this.parametersOnDevice = this.uploadAll(parameters);
  }

  parameters(): Parameters {
    return this.readAll(this.parametersOnDevice);
  }

  setParameters(parameters: Parameters): void {
    checkParameters(this.network, parameters, 'parameters');
    this.replaceParameters(this.uploadAll(parameters));
  }

  predict(inputs: Batch['inputs']): Activities {
    checkInputs(this.layout, inputs);
    const { m, layout } = this;
    const outputs = m.scope(() => {
      const sweep = sweepForward(m, layout, this.projections(), this.uploadAll(inputs));
      return Object.fromEntries(layout.outputs.map(({ name }) => [name, sweep.activity[name]]));
    });
    const read = this.readAll(outputs);
    m.free(Object.values(outputs));
    return read;
  }

  relax(batch: Batch, presentation: RelaxPresentation): Relaxed {
    checkBatch(this.layout, batch);
    const course: Activities[] = [];
    const record = presentation.record
      ? (activity: Readonly<ByName<T>>) => void course.push(this.readAll(activity))
      : undefined;
    let relaxed: Relaxed | undefined;
    this.m.scope(() => {
      const { sweep, errors, activity, gradient } = this.present(batch, presentation, 1, record);
      const forward = Object.fromEntries(this.layout.nodes.map(({ name }) => [name, sweep.activity[name]]));
      relaxed = {
        loss: this.loss(errors, batch.size),
        forward: this.readAll(forward),
        activity: this.readAll(activity),
        gradient: this.readAll(this.inOrder(gradient)),
        course,
      };
      return [];
    });
    presentation.onSample?.(batch.size);
    return relaxed!;
  }

  train(batch: Batch, presentation: Presentation & { readonly learningRate: number }): Trained {
    const { m, layout } = this;
    checkBatch(layout, batch);
    let trained: Trained | undefined;
    const updated = m.scope(() => {
      const { sweep, errors, gradient } = this.present(batch, presentation, presentation.learningRate);
      const outputs = Object.fromEntries(layout.outputs.map(({ name }) => [name, sweep.activity[name]]));
      trained = { loss: this.loss(errors, batch.size), outputs: this.readAll(outputs) };
      return this.descend(gradient);
    });
    if (Number.isFinite(trained!.loss)) this.replaceParameters(updated);
    else m.free(Object.values(updated));
    return trained!;
  }

  dispose(): void {
    this.m.free(Object.values(this.parametersOnDevice));
    this.parametersOnDevice = {};
  }

  private present(
    batch: Batch,
    { rule, relaxation }: Presentation,
    scale: number,
    onStep?: (activity: Readonly<ByName<T>>) => void,
  ): Presented<T> {
    const { m, layout } = this;
    const projections = this.projections();
    const sweep = sweepForward(m, layout, projections, this.uploadAll(batch.inputs));
    const errors = outputErrors(m, layout, sweep, this.uploadAll(batch.targets));
    if (rule.kind === 'backpropagation') {
      return { sweep, errors, ...backpropagationGradients(m, layout, projections, sweep, errors, scale) };
    }
    const { error } = errors;
    const problem = { m, layout, projections, rule, relaxation, sweep, error, onStep };
    const activity = solvers[relaxation.solver](problem);
    const gradient = plasticityGradients(m, layout, projections, rule.plasticity, sweep, activity, scale);
    return { sweep, errors, activity, gradient };
  }

  private projections(): Projections<T> {
    const entries = this.layout.nodes.map((node) => {
      const own = Object.keys(node.parameters).map((key) => [
        key,
        this.parametersOnDevice[parameterName(node.name, key)],
      ]);
      const shapes = node.parents.map(({ shape }) => shape);
      return [node.name, node.type.projection(this.m, node.spec, shapes, Object.fromEntries(own))] as const;
    });
    return Object.fromEntries(entries);
  }

  private descend(scaledGradient: ByName<T>): ByName<T> {
    const { m } = this;
    const entries = Object.entries(this.parametersOnDevice).map(([name, value]) => [
      name,
      m.sub(value, scaledGradient[name]),
    ]);
    return Object.fromEntries(entries);
  }

  private loss({ share }: OutputErrors<T>, batchSize: number): number {
    const sums = Object.values(share).map((tensor) => this.m.read(this.m.sumRows(tensor)));
    return sums.reduce((total, units) => total + units.reduce((a, b) => a + b, 0), 0) / batchSize;
  }

  private inOrder(gradient: ByName<T>): ByName<T> {
    return Object.fromEntries(
      Object.keys(parameterShapes(this.network)).map((name) => [name, gradient[name]]),
    );
  }

  private replaceParameters(parameters: ByName<T>): void {
    this.m.free(Object.values(this.parametersOnDevice));
    this.parametersOnDevice = parameters;
  }

  private uploadAll(values: Parameters): ByName<T> {
    return Object.fromEntries(
      Object.entries(values).map(([name, { data, shape }]) => [name, this.m.upload(data, shape)]),
    );
  }

  private readAll(tensors: Readonly<ByName<T>>): Parameters {
    return Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [
        name,
        { shape: [...this.m.shape(tensor)], data: this.m.read(tensor) },
      ]),
    );
  }
}
