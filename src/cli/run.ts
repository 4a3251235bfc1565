import { Command } from 'commander';
import { version } from '../lab/version.js';
import { commandsFor, takesPlugins } from './commands.js';
import { errorText, exitCode } from './exit.js';
import { withPrintableErrors } from './parser-errors.js';
import { withPlugins } from './plugins/load.js';

/** The command line: the commands that are wanted, with help and our exit codes. */
async function program(args: readonly string[]): Promise<Command> {
  const root = new Command('relaxon')
    // Options belong to the command that they come after: sweep and sweep status each have --json.
    .enablePositionalOptions()
    .description(
      'A laboratory for local learning: train, relax and watch networks of message-passing neurons.',
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('(relaxon --help lists the commands, relaxon COMMAND --help its options)');
  for (const command of await commandsFor(args)) root.addCommand(command.exitOverride());
  return withPrintableErrors(root);
}

/**
 * Does what a command line asks for, and says on standard error what went wrong.
 * @param args what follows `relaxon`
 * @returns the exit code of what failed, or undefined
 */
export async function run(args: readonly string[]): Promise<number | undefined> {
  let unload = () => {};
  try {
    const plugged = takesPlugins(args) ? await withPlugins(args) : { args, unload };
    unload = plugged.unload;
    await (await program(plugged.args)).parseAsync(plugged.args, { from: 'user' });
    return undefined;
  } catch (error) {
    const text = errorText(error);
    if (text) process.stderr.write(`${text}\n`);
    return exitCode(error);
  } finally {
    unload();
  }
}
