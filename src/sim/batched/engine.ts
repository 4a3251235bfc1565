import { refuse } from '../../errors.js';
import type { Network } from '../../network/network.js';
import type { Parameters } from '../../network/parameters.js';
import { Occupancy } from '../occupancy.js';
import type { Rule } from '../rule.js';
import type {
  Activities,
  Answering,
  Batch,
  LearningRates,
  OptimiserState,
  Presentation,
  Relaxed,
  RelaxPresentation,
  Simulator,
  Trained,
} from '../simulator.js';
import { BatchedCore } from './core.js';
import type { Device } from './device.js';

const simulator = 'BatchedSimulator';

/**
 * The batched engine: a whole minibatch at once on the tensors of a device, float32.
 * @typeParam T the device's tensor
 */
export class BatchedSimulator<T> implements Simulator {
  readonly engine = 'batched';
  private readonly occupancy = new Occupancy(simulator);
  private readonly core: BatchedCore<T>;

  /** @throws {InputError} on parameters of another network, and on a device that is read later */
  constructor(
    readonly network: Network,
    parameters: Parameters,
    device: Device<T>,
  ) {
    if (device.settled()) {
      refuse({
        where: simulator,
        got: 'a device that is read later',
        expected: 'one that is read at once',
        hint: 'AwaitedBatchedSimulator',
      });
    }
    this.core = new BatchedCore(network, parameters, device, this.occupancy);
  }

  parameters(): Parameters {
    return this.core.parameters().tell();
  }

  setParameters(parameters: Parameters): void {
    this.core.setParameters(parameters);
  }

  optimiserState(): OptimiserState {
    return this.core.optimiserState().tell();
  }

  setOptimiserState(state: OptimiserState): void {
    this.core.setOptimiserState(state);
  }

  predict(inputs: Batch['inputs'], rule?: Rule, of?: Answering): Activities {
    return this.core.predict(inputs, rule, of).tell();
  }

  relax(batch: Batch, presentation: RelaxPresentation): Relaxed {
    return this.core.relax(batch, presentation).tell();
  }

  train(batch: Batch, presentation: Presentation & LearningRates): Trained {
    return this.core.train(batch, presentation).tell();
  }

  dispose(): void {
    this.core.dispose();
  }
}
