import { InvalidArgumentError, Option } from 'commander';
import { distributions } from '../math/distributions.js';
import type { DelaySpec } from '../sim/events/build/build-delays.js';
import { byNode } from './arguments.js';

/** Delays for all synapses, or by the name of the node that they end at. */
export type DelayFlag =
  | { readonly all: DelaySpec }
  | { readonly byNode: Readonly<Record<string, DelaySpec>> };

/** How delays are written. */
const delaySyntax = [
  'TAU',
  ...Object.entries(distributions).map(
    ([name, { parameters }]) => `${name}:${parameters.join(',').toUpperCase()}`,
  ),
  'distance:SPEED[,CONSTANT]',
].join(', ');

/** `--delay`: how long messages take. */
export function delayOption(): Option {
  return new Option(
    '--delay <delay>',
    `conduction delay in tau of every synapse: ${delaySyntax} (units lie evenly on 0 to 1); or NODE=...;NODE=... of the ` +
      'synapses that end there',
  )
    .argParser(delay)
    .default({ all: 0 } satisfies DelayFlag, '0');
}

/** Reads `2`, `uniform:0,50`, `distance:0.5`, or `NAME=...;NAME=...`. @throws {InvalidArgumentError} with the syntax */
function delay(text: string): DelayFlag {
  if (!text.includes('=')) return { all: one(text) };
  return { byNode: byNode(text, ';', one) ?? unread(text) };
}

/** The delays of each node. */
export function delaysOf(flag: DelayFlag, nodes: readonly string[]): Readonly<Record<string, DelaySpec>> {
  return 'all' in flag ? Object.fromEntries(nodes.map((name) => [name, flag.all])) : flag.byNode;
}

function one(text: string): DelaySpec {
  const [, kind, rest] = /^\s*(?:([a-z]+):)?(.+)$/.exec(text) ?? unread(text);
  // A negative zero, or a number that rounds to it, is no other delay than 0.
  const numbers = rest.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part) + 0));
  if (numbers.some((value) => Number.isNaN(value))) return unread(text);
  const [first, second = 0] = numbers;
  if (kind === undefined)
    return numbers.length === 1 && first >= 0 && first < Infinity ? first : unread(text);
  if (kind === 'distance') {
    return numbers.length <= 2 ? { distance: { speed: first, constant: second } } : unread(text);
  }
  if (!Object.hasOwn(distributions, kind)) return unread(text);
  const { parameters, wrong } = distributions[kind];
  const settings = Object.fromEntries(parameters.map((name, i) => [name, numbers[i]]));
  if (numbers.length !== parameters.length || wrong(settings)) return unread(text);
  return { distribution: kind, ...settings };
}

function unread(text: string): never {
  throw new InvalidArgumentError(
    `Got ${JSON.stringify(text)}, expected times of at least 0: ${delaySyntax}, or NODE=...;NODE=...`,
  );
}
