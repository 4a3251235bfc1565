import { z } from 'zod';
import { choose } from '../../src/errors.js';
import { type BackendName, backends } from '../../src/sim/batched/backend.js';
import { withChildren } from '../children/together.js';
import { startWorker } from '../children/worker.js';

const infoSchema = z.object({ name: z.string(), version: z.string() });

/** A backend that loads here. */
export interface BenchBackend {
  readonly name: BackendName;
  readonly version: string;
}

/**
 * The backends that batched figures are measured on.
 * @param asked names with commas between them; where it is not given, the best backend that loads
 * @throws {InputError} on a name that is none; {RelaxonError} on a backend that does not load
 */
export async function chosenBackends(asked: string | undefined): Promise<BenchBackend[]> {
  const names = asked?.split(',') ?? [undefined];
  for (const name of names) if (name !== undefined) choose('bench --backend', backends, name);
  const chosen: BenchBackend[] = [];
  for (const name of new Set(names)) chosen.push(await load(name as BackendName | undefined));
  return chosen;
}

/** Those that people train on, as far as they load here. */
export async function trainingBackends(): Promise<BenchBackend[]> {
  const names: readonly BackendName[] = ['tfjs-node', 'wasm'];
  const all = await Promise.allSettled(names.map(load));
  return all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

// In a process of its own: one process has one backend.
function load(asked: BackendName | undefined): Promise<BenchBackend> {
  return withChildren(async (children) => {
    const args = asked === undefined ? [] : [asked];
    const { info } = await children.with(startWorker('batched/backend-worker.ts', { args }));
    const { name, version } = infoSchema.parse(info);
    return { name: name as BackendName, version };
  });
}
