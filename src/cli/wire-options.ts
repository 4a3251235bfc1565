import type { Command } from 'commander';
import { refuse } from '../errors.js';
import type { WireOptions } from '../messages/wires.js';
import { atLeast0, given, number } from './arguments.js';

/** What the command line says of wires. */
export interface WireFlags {
  readonly loss?: number;
  readonly retransmit?: number;
  readonly duplicate?: number;
  readonly jitter?: number;
}

/** Adds the options of wires that are not perfect to a command. */
export function wireOptions(command: Command): Command {
  return command
    .option('--loss <p>', 'probability that a message on a synapse is lost', number)
    .option(
      '--retransmit <tau>',
      'a lost message is sent again after so long (default: lost for good)',
      number,
    )
    .option('--duplicate <p>', 'probability that a message comes twice', number)
    .option('--jitter <tau>', 'largest extra delay of a message, uniform: later news may overtake', atLeast0);
}

/** The wires that the options ask for; undefined: perfect ones. @throws {InputError} on a retransmission of nothing */
export function wiresFrom(
  { loss, retransmit, duplicate, jitter }: WireFlags,
  seed: number,
): WireOptions | undefined {
  const wires = given({ loss, retransmit, duplicate, jitter });
  if (retransmit !== undefined && loss === undefined) {
    refuse({
      where: '--retransmit',
      got: 'no --loss',
      expected: 'messages that are lost',
      hint: '--loss 0.3',
    });
  }
  return Object.keys(wires).length === 0 ? undefined : { ...wires, seed };
}
