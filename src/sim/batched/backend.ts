import { choose, RelaxonError } from '../../errors.js';
import { loadCpu } from './backends/cpu.js';
import { loadTfjsNode } from './backends/tfjs-node.js';
import { loadWasm } from './backends/wasm.js';

/** Every tfjs backend, best first; each loads itself and gives its version. A new one: one file, one line here. */
export const backends = { 'tfjs-node': loadTfjsNode, wasm: loadWasm, cpu: loadCpu } as const;

/** The name of a backend. */
export type BackendName = keyof typeof backends;

/** Which backend runs, and why not those before it. */
export interface Backend {
  readonly name: BackendName;
  readonly version: string;
  readonly asked: BackendName | undefined;
  readonly passedOver: readonly { readonly name: BackendName; readonly reason: string }[];
}

/**
 * Starts a backend: the one asked for, else the first of the list that loads. One process has one backend.
 * @throws {InputError} on an unknown name; {RelaxonError} when none loads
 */
export async function startBackend(asked?: string): Promise<Backend> {
  if (asked !== undefined) choose('backend', backends, asked);
  const wanted = asked as BackendName | undefined;
  const names = Object.keys(backends) as BackendName[];
  const order = wanted ? [wanted, ...names.filter((name) => name !== wanted)] : names;
  const passedOver: { name: BackendName; reason: string }[] = [];
  for (const name of order) {
    try {
      return { name, version: await backends[name](), asked: wanted, passedOver };
    } catch (error) {
      passedOver.push({ name, reason: reasonOf(error) });
    }
  }
  const reasons = passedOver.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  throw new RelaxonError(`backend: got none that loads: ${reasons}. Try npm ci.`);
}

/** One line for people: which backend was taken and why not the others. */
export function backendLine(backend: Backend): string {
  const others = backend.passedOver.map(({ name, reason }) => `; not ${name}: ${reason}`).join('');
  return `backend ${backend.name} ${backend.version}${others}`;
}

function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return 'not installed';
  return String(message ?? error).split('\n')[0];
}
