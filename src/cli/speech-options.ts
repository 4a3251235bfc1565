import { type Command, InvalidArgumentError } from 'commander';
import { refuse } from '../errors.js';
import type { Network } from '../network/network.js';
import type { Parameters } from '../network/parameters.js';
import { quantaFor } from '../sim/events/build/quanta-for.js';
import { type Quantum, quantumOf } from '../sim/messages.js';
import type { PhasedRule, RelaxationRule } from '../sim/rule.js';
import type { Relaxation } from '../sim/simulator.js';
import type { Speech } from '../sim/speech.js';
import { above0, byNode, given, number, optionName } from './arguments.js';

/** What the command line says of how neurons speak. */
export interface SpeechOptions {
  readonly messages?: string;
  readonly quantum?: Quantum;
  readonly relativeQuantum?: number;
  readonly anneal?: number;
  readonly smallestQuantum?: Quantum;
  readonly flush?: boolean;
  /** Instead of a quantum: the largest error wanted. */
  readonly error?: number;
}

/** Adds the ways to speak to a command. */
export function speechOptions(command: Command): Command {
  return command
    .option(
      '--messages <name>',
      'how neurons of the event engine speak: sampled, at every step; trajectory, once, of all their future; threshold, ' +
        'when they have moved by --quantum, until all are silent or for --duration (default: trajectory for a duration, ' +
        'else sampled)',
    )
    .option(
      '--quantum <x>',
      'of threshold messages, for all, or NAME=X,NAME=X for each relaxing node',
      quantum,
    )
    .option('--relative-quantum <r>', 'the quantum is at least this share of what was last said', number)
    .option('--anneal <tau>', 'halve the quantum every so often, down to --smallest-quantum', number)
    .option('--smallest-quantum <x>', 'with --anneal; like --quantum', quantum)
    .option('--flush', 'threshold messages: at last all say where they are, from the outputs down');
}

/** Adds `--error`, to a command that knows the weights. */
export function errorOption(command: Command): Command {
  return command.option(
    '--error <x>',
    'of threshold messages, instead of --quantum: quanta with which no activity is ever wrong by more than this; with ' +
      '--anneal, instead of --smallest-quantum: in the end',
    above0,
  );
}

/** The way to speak among the options; an error that is wanted stands for the quanta until the weights are known. */
export function speechFrom(options: SpeechOptions): Partial<Speech> {
  const { messages, quantum, relativeQuantum, anneal, smallestQuantum, flush, error } = options;
  const speech = { messages, quantum, relativeQuantum, anneal, smallestQuantum, flush } as Partial<Speech>;
  if (error === undefined) return speech;
  if (messages !== 'threshold') {
    const got = `it with messages ${messages ?? 'of the default kind'}`;
    refuse({ where: '--error', got, expected: '--messages threshold' });
  }
  const others =
    anneal === undefined ? (['quantum', 'smallestQuantum'] as const) : (['smallestQuantum'] as const);
  const other = ([...others, 'relativeQuantum'] as const).find((key) => options[key] !== undefined);
  if (other) refuse({ where: '--error', got: `also ${optionName(other)}`, expected: 'one or the other' });
  return anneal === undefined
    ? { ...speech, quantum: error }
    : { ...speech, ...given({ smallestQuantum: quantum }) };
}

/**
 * The relaxation with quanta for the wanted error, if one is: those it goes by, or where it is annealed, ends with.
 * @throws {InputError} as `quantaFor`
 */
export function withQuantaFor(
  relaxation: Relaxation,
  { error }: SpeechOptions,
  network: Network,
  parameters: Parameters,
  rule: RelaxationRule | PhasedRule,
): Relaxation {
  if (error === undefined) return relaxation;
  const quanta = quantaFor(network, parameters, error, rule);
  if (relaxation.anneal === undefined) return { ...relaxation, quantum: quanta };
  const first = (node: string) => quantumOf(relaxation.quantum!, node);
  const last = Object.entries(quanta).map(([node, q]) => [node, Math.min(first(node), q)] as const);
  return { ...relaxation, smallestQuantum: Object.fromEntries(last) };
}

/** Reads a quantum. @throws {InvalidArgumentError} that the command line reports */
function quantum(text: string): Quantum {
  if (!text.includes('=')) return number(text);
  const each = byNode(text, ',', number);
  if (each) return each;
  throw new InvalidArgumentError(`Got ${JSON.stringify(text)}, expected a number or NAME=X,NAME=X.`);
}
