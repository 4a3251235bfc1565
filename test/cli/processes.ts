import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Numbers of the running processes that have `word` among their arguments (Linux). */
export function processesOf(word: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && argumentsOf(pid).includes(word));
}

/** Waits until no process has `word` among its arguments; the time limit of the test is the limit. */
export async function untilGone(word: string): Promise<void> {
  while (processesOf(word).length > 0) await setTimeout(50);
}

// A process that has just ended has none.
function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
