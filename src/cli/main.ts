#!/usr/bin/env node
import { Command } from 'commander';
import { version } from '../lab/version.js';
import { commandsFor } from './commands.js';
import { errorText, exitCode } from './exit.js';
import { withPrintableErrors } from './parser-errors.js';
import { bearClosedStreams } from './streams.js';

/** The command line: the commands that are wanted, with help and our exit codes. */
async function program(): Promise<Command> {
  const root = new Command('relaxon')
    .description(
      'A laboratory for local learning: train, relax and watch networks of message-passing neurons.',
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('(relaxon --help lists the commands, relaxon COMMAND --help its options)');
  for (const command of await commandsFor(process.argv.slice(2))) root.addCommand(command.exitOverride());
  return withPrintableErrors(root);
}

bearClosedStreams();
try {
  await (await program()).parseAsync();
} catch (error) {
  const text = errorText(error);
  if (text) process.stderr.write(`${text}\n`);
  process.exitCode = exitCode(error);
}
