import { refuse } from '../errors.js';
import type { Network } from '../network/network.js';
import type { Parameters } from '../network/parameters.js';
import type { GrainName } from '../synapses/grains.js';
import { type Backend, startBackend } from './batched/backend.js';
import { batchedOn } from './batched/on-device.js';
import { tfjs } from './batched/tfjs.js';
import { EventSimulator } from './events/engine.js';
import type { AnySimulator, Simulator } from './simulator.js';

/** A simulator, and for the batched engine the backend that it runs on. */
export interface Created<S extends AnySimulator = AnySimulator> {
  readonly simulator: S;
  readonly backend: Backend | undefined;
}

/** What only one of the engines has to be told. */
export interface EngineOptions {
  /** Of the batched engine: the first that loads, if not given. The event engine has none. */
  readonly backend?: string | undefined;
  /** Of the batched engine: the one to take where none is asked for and it loads. */
  readonly backendBefore?: string | undefined;
  /** Of the batched engine, where its backend has threads: 1, if not given. */
  readonly threads?: number | undefined;
  /** Of the event engine: how synapses are cut into actors; one each, if not given. */
  readonly grain?: GrainName | undefined;
}

/** Options that ask for no backend. */
type NoneAsked = EngineOptions & { readonly backend?: undefined; readonly backendBefore?: undefined };

/**
 * Makes a simulator of the named engine; the batched one starts a backend. Backends that are read later are only taken when
 * they are asked for: then the simulator is awaited.
 * @throws {InputError}
 */
export function createSimulator(
  engine: 'events' | 'batched',
  network: Network,
  parameters: Parameters,
  options?: NoneAsked,
): Promise<Created<Simulator>>;
export function createSimulator(
  engine: 'events' | 'batched',
  network: Network,
  parameters: Parameters,
  options?: EngineOptions,
): Promise<Created>;
export async function createSimulator(
  engine: 'events' | 'batched',
  network: Network,
  parameters: Parameters,
  { backend, backendBefore, threads, grain }: EngineOptions = {},
): Promise<Created> {
  checkGrain('createSimulator.grain', engine, grain);
  if (engine === 'events') {
    if (backend !== undefined) {
      const expected = 'none: only engine batched has backends';
      refuse({ where: 'createSimulator.backend', got: `${backend} with engine events`, expected });
    }
    return { simulator: new EventSimulator(network, parameters, grain && { grain }), backend: undefined };
  }
  const started = await startBackend(backend, backendBefore, threads, convolvesIn(network));
  return { simulator: batchedOn(network, parameters, tfjs), backend: started };
}

/** @throws {InputError} on a grain of the batched engine, which has no actors */
export function checkGrain(where: string, engine: string, grain: string | undefined): void {
  if (grain === undefined || engine === 'events') return;
  refuse({
    where,
    got: `${grain} with engine ${engine}`,
    expected: 'none: only engine events has actors',
    hint: 'engine events',
  });
}

/** Some of its nodes are convolutions. */
export const convolvesIn = ({ nodes }: Network): boolean =>
  Object.values(nodes).some(({ type }) => type === 'conv2d');
