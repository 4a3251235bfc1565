import type { Network } from '../network/network.js';
import type { Parameters } from '../network/parameters.js';
import { type Backend, startBackend } from './batched/backend.js';
import { BatchedSimulator } from './batched/engine.js';
import { tfjs } from './batched/tfjs.js';
import { EventSimulator } from './events/engine.js';
import type { Simulator } from './simulator.js';

/** A simulator, and for the batched engine the backend that it runs on. */
export interface Created {
  readonly simulator: Simulator;
  readonly backend: Backend | undefined;
}

/** Makes a simulator of the named engine; the batched one starts a backend. @throws {InputError} */
export async function createSimulator(
  engine: 'events' | 'batched',
  network: Network,
  parameters: Parameters,
  backend?: string,
): Promise<Created> {
  if (engine === 'events') return { simulator: new EventSimulator(network, parameters), backend: undefined };
  const started = await startBackend(backend);
  return { simulator: new BatchedSimulator(network, parameters, tfjs), backend: started };
}
