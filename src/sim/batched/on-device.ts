import type { Network } from '../../network/network.js';
import type { Parameters } from '../../network/parameters.js';
import { AwaitedBatchedSimulator } from './awaited.js';
import type { Device } from './device.js';
import { BatchedSimulator } from './engine.js';

/**
 * The batched engine, in the form that a device allows: one that answers now where it is read at once, or else one that is
 * awaited.
 * @throws {InputError} on parameters of another network
 */
export const batchedOn = <T>(
  network: Network,
  parameters: Parameters,
  device: Device<T>,
): BatchedSimulator<T> | AwaitedBatchedSimulator<T> =>
  device.settled()
    ? new AwaitedBatchedSimulator(network, parameters, device)
    : new BatchedSimulator(network, parameters, device);
