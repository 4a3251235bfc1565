import type { Command, Option } from 'commander';
import { allRuleOptions } from '../../sim/rule-options.js';
import { variantChoices } from '../../sim/variant.js';
import { optimisers } from '../../synapses/optimisers.js';
import { everyday } from './everyday.js';

/** Headings of the options that only --help-all has, and whose they are; the first that fits. */
const rest: Readonly<Record<string, (name: string) => boolean>> = {
  'Variants of rule ar:': (name) => name in variantChoices,
  'Of rules that have them:': (name) => allRuleOptions().has(name),
  'Of optimisers that have them:': (name) => Object.values(optimisers).some(({ options }) => name in options),
};

/**
 * Gives a command short help, of everyday options in groups, and --help-all, which has all of them and all that there is to say.
 * Both are as wide as the terminal.
 */
export function withHelp(command: Command): Command {
  const groups = everyday[command.name()];
  if (!groups) return command.configureHelp({ commandDescription: flowing });
  const short = new Map(
    Object.entries(groups).flatMap(([heading, options]) =>
      Object.entries(options).map(([name, text]) => [name, { heading, text }] as const),
    ),
  );
  let all = false;
  command.option('--help-all', 'all options, and more of each');
  command.on('option:help-all', () => {
    all = true;
    command.help();
  });
  for (const option of command.options)
    option.helpGroupHeading = headingOf(option, short.get(nameOf(option))?.heading);
  return command.configureHelp({
    commandDescription: (self) => (all ? flowing(self) : firstSentence(flowing(self))),
    // Commander's own order is that in which options were declared.
    groupItems: (_, items, groupOf) => grouped(items, groupOf),
    visibleOptions: (self) => {
      const shown = self.options.filter(
        (option) => !option.hidden && (all || short.has(nameOf(option)) || isHelp(option)),
      );
      const headings = [...Object.keys(groups), ...Object.keys(rest), more, asking];
      const order = [...short.keys()];
      const rank = (option: Option) =>
        headings.indexOf(option.helpGroupHeading!) * 1000 + order.indexOf(nameOf(option));
      const help = self.createOption('-h, --help', 'everyday options');
      help.helpGroupHeading = asking;
      return [...shown.sort((a, b) => rank(a) - rank(b)), help];
    },
    optionDescription: (option) => {
      const text = short.get(nameOf(option))?.text;
      if (all || text === undefined) return described(option);
      return option.defaultValue === undefined
        ? text
        : `${text} (default: ${JSON.stringify(option.defaultValue)})`;
    },
  });
}

const more = 'More:';
const asking = 'Help:';

const nameOf = (option: Option): string => option.attributeName();
const isHelp = (option: Option): boolean => option.long === '--help-all';

function headingOf(option: Option, marked: string | undefined): string {
  if (isHelp(option)) return asking;
  const name = nameOf(option);
  return marked ?? Object.entries(rest).find(([, has]) => has(name))?.[0] ?? more;
}

/** What commander says of an option: its description, its choices and its default. */
function described(option: Option): string {
  const choices = option.argChoices?.map((choice) => JSON.stringify(choice)).join(', ');
  const { defaultValue, defaultValueDescription } = option;
  const extra = [
    ...(choices ? [`choices: ${choices}`] : []),
    ...(defaultValue === undefined
      ? []
      : [`default: ${defaultValueDescription ?? JSON.stringify(defaultValue)}`]),
  ];
  return extra.length > 0 ? `${option.description} (${extra.join(', ')})` : option.description;
}

function grouped<T extends Command | Option>(items: T[], groupOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(groupOf(item), [...(groups.get(groupOf(item)) ?? []), item]);
  return groups;
}

const firstSentence = (text: string): string => /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text;

/** Lines that were broken for the sources are broken again, for the terminal. */
const flowing = (command: Command): string => command.description().replace(/\n/g, ' ');
