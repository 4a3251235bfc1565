import type { Command } from 'commander';
import { withHelp } from './help/help.js';
import { pluginOption } from './plugins/option.js';

/** Every command, loaded when it is wanted. A new one: one file, one line here. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  train: async () => (await import('./commands/train.js')).trainCommand(),
  sweep: async () => (await import('./commands/sweep.js')).sweepCommand(),
  relax: async () => (await import('./commands/relax.js')).relaxCommand(),
  evaluate: async () => (await import('./commands/evaluate.js')).evaluateCommand(),
  predict: async () => (await import('./commands/predict.js')).predictCommand(),
  simulate: async () => (await import('./commands/simulate.js')).simulateCommand(),
  stream: async () => (await import('./commands/stream.js')).streamCommand(),
  agree: async () => (await import('./commands/agree.js')).agreeCommand(),
  gradcheck: async () => (await import('./commands/gradcheck.js')).gradcheckCommand(),
  export: async () => (await import('./commands/export.js')).exportCommand(),
  convert: async () => (await import('./commands/convert.js')).convertCommand(),
  compare: async () => (await import('./commands/compare.js')).compareCommand(),
  audit: async () => (await import('./commands/audit.js')).auditCommand(),
  rules: async () => (await import('./commands/rules.js')).rulesCommand(),
  data: async () => (await import('./commands/data.js')).dataCommand(),
  new: async () => (await import('./commands/new.js')).newCommand(),
  demo: async () => (await import('./commands/demo.js')).demoCommand(),
  info: async () => (await import('./commands/info.js')).infoCommand(),
};

/** Commands for which plug-ins would change nothing. */
const withoutPlugins = ['compare', 'demo', 'new'];

/** Whether the command that the arguments begin with has a use for plug-ins. */
export const takesPlugins = ([name]: readonly string[]): boolean => !withoutPlugins.includes(name);

/** The command that the arguments begin with, alone: it starts sooner without the others. Else all. */
export function commandsFor([name]: readonly string[]): Promise<Command[]> {
  const wanted = Object.keys(commands).includes(name) ? [name] : Object.keys(commands);
  return Promise.all(
    wanted.map(async (one) => {
      const command = await commands[one]();
      return withHelp(takesPlugins([one]) ? pluginOption(command) : command);
    }),
  );
}
