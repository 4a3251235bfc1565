import { Child } from '../children/child.js';
import type { Together } from '../children/together.js';
import { findPeer, infoText, peerScript } from '../python.js';
import { type PeerName, peers } from './list.js';

/** A peer that runs. */
export interface StartedPeer {
  readonly child: Child;
  readonly title: string;
  /** What it is and how it runs, in words. */
  readonly text: string;
  readonly info: Readonly<Record<string, unknown>>;
}

/** Why a peer cannot be used here: nothing of ours need be started for it then. */
export function absence(name: PeerName): string | undefined {
  const found = findPeer(name);
  return 'reason' in found ? `${peers[name].title}: ${found.reason}` : undefined;
}

/** Starts a program of a peer, or says why there is none: it is not installed, or its program does not start. */
export async function startPeer(
  children: Together,
  name: PeerName,
  script: string,
  args: readonly (string | number)[] = [],
): Promise<StartedPeer | { readonly reason: string }> {
  const found = findPeer(name);
  const { title } = peers[name];
  if ('reason' in found) return { reason: `${title}: ${found.reason}` };
  try {
    const options = peerScript(found.python, script, ...args);
    const { child, info } = await children.with(Child.start(`${title} (${script})`, options));
    return { child, title, info, text: infoText({ version: `${title} ${found.info.version}`, ...info }) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
