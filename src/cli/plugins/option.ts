import type { Command } from 'commander';

/** Adds `--plugin` to a command, or to those that it consists of: its files are taken off the command line before that is parsed. */
export function pluginOption(command: Command): Command {
  for (const one of [
    ...(command.registeredArguments.length > 0 || command.commands.length === 0 ? [command] : []),
    ...command.commands,
  ])
    one.option(
      '--plugin <file>',
      'rules, activations, losses, data sets, ... of your own: a .ts or .js file that exports them; again for more files (docs/plugins.md)',
    );
  return command;
}
