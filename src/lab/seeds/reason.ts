import type { Ended } from './processes.js';

const own = 'relaxon: ';

/** Why a process that did not finish ended, in one line. */
export function reasonOf({ code, signal, stderr }: Ended): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  // V8 gives up with a signal of its own.
  if (stderr.includes('heap out of memory')) return 'out of memory (fewer --jobs at once need less)';
  if (signal === 'SIGKILL') {
    return 'killed by SIGKILL (as a system does when memory runs out: fewer --jobs at once need less)';
  }
  if (signal) return `killed by ${signal}`;
  if (wasAsked(code)) return 'a signal asked it to stop';
  const said = lines.findLast((line) => line.startsWith(own));
  if (said) return said.slice(own.length);
  // Under the stack of an error that nobody caught, Node writes its version.
  const last = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? 'nothing said';
  return code === null ? last : `exit code ${code}: ${last}`;
}

/** Whether it ended because it was asked to: by itself, or by a signal before it could listen. */
export function wasStopped({ code, signal }: Ended): boolean {
  return wasAsked(code) || signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP';
}

// 128 and the number of SIGHUP, SIGINT or SIGTERM.
const wasAsked = (code: number | null) => code === 129 || code === 130 || code === 143;
