import { InvalidArgumentError } from 'commander';
import { longestLine, RelaxonError } from '../src/errors.js';
import { same } from './same.js';
import { Nonsense, type Target } from './target.js';

/** What is wrong with how an input was taken. */
export interface Fault {
  readonly kind: 'crash' | 'hang' | 'memory' | 'nonsense' | 'message';
  readonly what: string;
}

/** How an input was taken. */
export type Verdict = 'taken' | 'refused' | Fault;

/** Tries one input: it is refused in one line, or comes to something and reads the same when it is written again. */
export function judge(target: Target, input: Uint8Array): Verdict {
  let value: unknown;
  try {
    value = target.read(input);
  } catch (error) {
    return faultIn(error) ?? 'refused';
  }
  try {
    target.use(value);
  } catch (error) {
    // It was good, but came to no end: its numbers have overflown, say.
    return faultIn(error) ?? 'taken';
  }
  return faultInWriting(target, value) ?? 'taken';
}

function faultInWriting(target: Target, value: unknown): Fault | undefined {
  try {
    const again = target.read(target.write(value));
    if (same(value, again)) return undefined;
    return { kind: 'nonsense', what: 'what was read is written as something else' };
  } catch (error) {
    return { kind: 'nonsense', what: `what was read cannot be written and read again: ${traceOf(error)}` };
  }
}

// Control and formatting characters, separators of lines, half characters.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function faultIn(error: unknown): Fault | undefined {
  if (error instanceof Nonsense) return { kind: 'nonsense', what: traceOf(error) };
  // The parser of the command line has them printed by a filter of its own.
  if (error instanceof InvalidArgumentError) return undefined;
  if (!(error instanceof RelaxonError)) return { kind: 'crash', what: traceOf(error) };
  return judgeMessage(error);
}

/** What is wrong with how something is refused. */
export function judgeMessage({ message }: RelaxonError): Fault | undefined {
  if (message.length > longestLine) return { kind: 'message', what: `${message.length} characters` };
  if (unprintable.test(message)) return { kind: 'message', what: JSON.stringify(message) };
  return undefined;
}

function traceOf(error: unknown): string {
  return String(error instanceof Error ? (error.stack ?? error) : error)
    .split('\n')
    .slice(0, 8)
    .join('\n')
    .slice(0, 2000);
}
