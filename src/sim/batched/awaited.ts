import { refuse } from '../../errors.js';
import type { Network } from '../../network/network.js';
import type { Parameters } from '../../network/parameters.js';
import { Occupancy } from '../occupancy.js';
import type { Rule } from '../rule.js';
import type {
  Activities,
  Answering,
  AnySimulator,
  Batch,
  LearningRates,
  OptimiserState,
  Presentation,
  Relaxed,
  RelaxPresentation,
  Trained,
} from '../simulator.js';
import { BatchedCore } from './core.js';
import type { Device } from './device.js';
import type { Reading } from './reading.js';

/**
 * The batched engine on a device that may be read later: what it answers is awaited, and until then other calls but `dispose`
 * are refused.
 * @typeParam T the device's tensor
 */
export class AwaitedBatchedSimulator<T> implements AnySimulator {
  readonly engine = 'batched';
  private readonly occupancy = new Occupancy('AwaitedBatchedSimulator');
  private readonly core: BatchedCore<T>;

  /** @throws {InputError} on parameters of another network */
  constructor(
    readonly network: Network,
    parameters: Parameters,
    private readonly device: Device<T>,
  ) {
    this.core = new BatchedCore(network, parameters, device, this.occupancy);
  }

  async parameters(): Promise<Parameters> {
    return this.told('parameters', this.core.parameters());
  }

  setParameters(parameters: Parameters): void {
    this.core.setParameters(parameters);
  }

  async optimiserState(): Promise<OptimiserState> {
    return this.told('optimiserState', this.core.optimiserState());
  }

  setOptimiserState(state: OptimiserState): void {
    this.core.setOptimiserState(state);
  }

  async predict(inputs: Batch['inputs'], rule?: Rule, of?: Answering): Promise<Activities> {
    return this.told('predict', this.core.predict(inputs, rule, of));
  }

  async relax(batch: Batch, presentation: RelaxPresentation): Promise<Relaxed> {
    return this.told('relax', this.core.relax(batch, presentation));
  }

  async train(batch: Batch, presentation: Presentation & LearningRates): Promise<Trained> {
    return this.told('train', this.core.train(batch, presentation));
  }

  /** What is awaited meanwhile is refused then, and leaves no trace. */
  dispose(): void {
    this.core.dispose();
  }

  private async told<R>(method: string, reading: Reading<R>): Promise<R> {
    const { occupancy } = this;
    const where = `${occupancy.simulator}.${method}`;
    let waits = true;
    const forget = () => {
      if (waits) reading.forget?.();
      waits = false;
    };
    occupancy.take({ where, hint: 'await what it answers', abandon: forget });
    try {
      await this.device.settled();
    } catch (error) {
      forget();
      throw error;
    } finally {
      occupancy.leave();
    }
    if (waits) return reading.tell();
    const expected = 'one in use until it has answered';
    return refuse({ where, got: 'a simulator that was disposed of meanwhile', expected });
  }
}
