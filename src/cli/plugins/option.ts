import type { Command } from 'commander';

/** Adds `--plugin` to a command and those below it: its files are taken off the command line before that is parsed. */
export function pluginOption(command: Command): Command {
  const hasOwn = command.registeredArguments.length > 0 || command.commands.length === 0;
  for (const one of new Set([...(hasOwn ? [command] : []), ...command.commands])) {
    if (one.options.some(({ long }) => long === '--plugin')) continue;
    one.option(
      '--plugin <file>',
      'rules, activations, losses, data sets, ... of your own: a .ts or .js file that exports them; again for more files (docs/plugins.md)',
    );
  }
  return command;
}
