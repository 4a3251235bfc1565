import { choose, RelaxonError, refuse } from '../../errors.js';
import { adding } from '../../registry.js';
import { loadCpu } from './backends/cpu.js';
import { type Loaded, nativeLine } from './backends/loaded.js';
import { loadTfjsNode } from './backends/tfjs-node.js';
import { loadWasm } from './backends/wasm.js';
import { loadWebgpu } from './backends/webgpu.js';

/** Backends that are taken only when they are asked for: they are read later, and answer so. */
export const onlyAsked = { webgpu: loadWebgpu } as const;

/** Every tfjs backend, best first; each loads itself and tells what it is. A new one: one file, one line here or above. */
export const backends = {
  'tfjs-node': loadTfjsNode,
  wasm: loadWasm,
  cpu: loadCpu,
  ...onlyAsked,
} as const;

/** Adds a backend at run time: behind all others. @throws {InputError} */
export const addBackend = adding<(threads?: number, convolves?: boolean) => Promise<Loaded>>(
  'backends',
  backends,
  'function',
);

/** The name of a backend. */
export type BackendName = keyof typeof backends;

/** Which backend runs, and why not those before it. */
export interface Backend extends Loaded {
  readonly name: BackendName;
  readonly asked: BackendName | undefined;
  readonly passedOver: readonly { readonly name: BackendName; readonly reason: string }[];
}

/**
 * Starts a backend: the one asked for, or else the first of the list that loads, but for those that are only taken when asked
 * for. One process has one backend.
 * @param asked that one and no other
 * @param before that one where it loads, as on the machine where a run began; the list where not
 * @param threads as many for one operation; 1, or what TensorFlow's own variables say, if not given
 * @param convolves there will be convolutions, for which some have kernels of their own
 * @throws {InputError} on an unknown name, and when the one asked for does not load; {RelaxonError} when none loads
 */
export async function startBackend(
  asked?: string,
  before?: string,
  threads?: number,
  convolves?: boolean,
): Promise<Backend> {
  for (const name of [asked, before]) if (name !== undefined) choose('backend', backends, name);
  const wanted = (asked ?? before) as BackendName | undefined;
  const names = (Object.keys(backends) as BackendName[]).filter((name) => !(name in onlyAsked));
  const order = wanted ? [wanted, ...names.filter((name) => name !== wanted)] : names;
  const passedOver: { name: BackendName; reason: string }[] = [];
  for (const name of order) {
    try {
      const loaded = await backends[name](threads, convolves);
      // A run that began with more goes on with what there is.
      if (before === undefined) refuseThreads(name, loaded, threads);
      return { name, ...loaded, asked: wanted, passedOver };
    } catch (error) {
      if (error instanceof RelaxonError) throw error;
      passedOver.push({ name, reason: reasonOf(error) });
      if (name === asked) refuseMissing(name, reasonOf(error));
    }
  }
  const reasons = passedOver.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  throw new RelaxonError(`backend: got none that loads: ${reasons}. Try npm ci.`);
}

/** @throws {InputError} on threads that a backend has not */
function refuseThreads(name: BackendName, { native }: Loaded, threads: number | undefined): void {
  if (threads === undefined || threads === (native?.threads ?? 1)) return;
  refuse({
    where: 'backend.threads',
    got: `${threads} on ${name}${native ? `, which was started with ${native.threads}` : ''}`,
    expected: native ? 'the same for the whole process' : '1: only tfjs-node has more',
    hint: native ? 'another process' : '--backend tfjs-node (npm run tfjs-node)',
  });
}

function refuseMissing(name: BackendName, reason: string): never {
  const others = Object.keys(backends).filter((other) => other !== name && !(other in onlyAsked));
  const got = `${name}, which does not load (${reason})`;
  return refuse({ where: 'backend', got, expected: 'one that loads', hint: others.join(' or ') });
}

/** A backend with its version and what is behind it, as `tfjs-node 4.22.0 (TensorFlow 2.21.0, 1 thread, oneDNN off)`. */
export function backendName({
  name,
  version,
  native,
  adapter,
}: Pick<Backend, 'name' | keyof Loaded>): string {
  const behind = native ? nativeLine(native) : adapter;
  return `${name} ${version}${behind ? ` (${behind})` : ''}`;
}

/** One line for people: which backend was taken and why not the others. */
export function backendLine(backend: Backend): string {
  const others = backend.passedOver.map(({ name, reason }) => `; not ${name}: ${reason}`).join('');
  return `backend ${backendName(backend)}${others}`;
}

function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return 'not installed';
  return String(message ?? error).split('\n')[0];
}
