import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Child, ChildOptions } from './children/child.js';
import { Environment } from './peers/environments.js';
import { type PeerName, peers } from './peers/list.js';

/** The environment variable that names a Python of one's own. */
export const PYTHON_VARIABLE = 'RELAXON_PYTHON';

/** A peer that can be used here: by which Python, and what it says about itself. */
export interface FoundPeer {
  readonly python: string;
  /** `version` of the peer, `python`'s own, and what else it is worth to know. */
  readonly info: Readonly<Record<string, string>>;
}

/** A peer that cannot, and why. */
export interface AbsentPeer {
  readonly reason: string;
}

const answerSchema = z.union([
  z.object({ missing: z.array(z.string()) }),
  z.object({ error: z.string() }),
  z.object({ found: z.record(z.string(), z.string()) }),
]);
type Answer = z.infer<typeof answerSchema>;

const known = new Map<PeerName, FoundPeer | AbsentPeer>();

/**
 * A Python in which a peer's modules import: the first of RELAXON_PYTHON, the peer's own virtual environment, the system's
 * Python and the one on the path. One that has them and cannot import them is passed over, and said where no other can.
 */
export function findPeer(name: PeerName): FoundPeer | AbsentPeer {
  const before = known.get(name);
  if (before) return before;
  const found = lookFor(name);
  known.set(name, found);
  return found;
}

/** The peers that were looked for. */
export const askedPeers = (): PeerName[] => [...known.keys()];

/** One line: what it is, or why it is not. */
export function describePeer(name: PeerName): string {
  const found = findPeer(name);
  const { title } = peers[name];
  return 'reason' in found ? `${title}: ${found.reason}` : `${title} ${infoText(found.info)}`;
}

function lookFor(name: PeerName): FoundPeer | AbsentPeer {
  const environment = new Environment(peers[name].environment);
  const own = environment.complete ? [environment.python] : [];
  const candidates = [process.env[PYTHON_VARIABLE], ...own, '/usr/bin/python3', 'python3'];
  let broken: string | undefined;
  for (const python of candidates) {
    if (!python) continue;
    const answer = ask(python, name);
    if ('found' in answer) return { python, info: answer.found };
    if ('error' in answer) broken ??= `installed (${python}), and does not import: ${answer.error}`;
  }
  return { reason: broken ?? notInstalled(environment) };
}

function notInstalled({ name, failure }: Environment): string {
  const tried = failure === undefined ? '' : `, which failed the last time: ${failure}`;
  return `not installed (npm run bench:peers -- --only ${name}${tried})`;
}

function ask(python: string, name: PeerName): Answer {
  const { packageName, modules } = peers[name];
  const { command, args, env } = peerScript(python, 'describe.py');
  const options = { encoding: 'utf8', env: { ...process.env, ...env } } as const;
  const { stdout, status, signal } = spawnSync(command, [...args, packageName, ...modules], options);
  if (status === 0) return answerSchema.parse(JSON.parse(stdout));
  // No such Python, or one that knows nothing of these modules; a crash is something else.
  return signal ? { error: `ended by ${signal}` } : { missing: [...modules] };
}

/** How to start a script of `peers`. */
export function peerScript(
  python: string,
  name: string,
  ...more: readonly (string | number)[]
): ChildOptions & { readonly env: Readonly<Record<string, string>> } {
  const args = [fileURLToPath(new URL(`peers/${name}`, import.meta.url)), ...more.map(String)];
  // Brian2 prints warnings of libraries that it does not need; no compiled files are left beside the scripts.
  return { command: python, args, env: { PYTHONWARNINGS: 'ignore', PYTHONDONTWRITEBYTECODE: '1' } };
}

/** What a peer says about itself, on one line. */
export function infoText(info: Readonly<Record<string, unknown>>): string {
  return Object.entries(info)
    .map(([name, value]) => (name === 'version' ? String(value) : `${name} ${value}`))
    .join(', ');
}

/** A started peer. */
export type Peer = Awaited<ReturnType<typeof Child.start>>;
