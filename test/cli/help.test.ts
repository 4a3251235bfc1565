import type { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandsFor } from '../../src/cli/commands.js';
import { everyday } from '../../src/cli/help/everyday.js';

let commands: readonly Command[];
beforeAll(async () => {
  commands = await commandsFor([]);
});

/** What a command says at a terminal of so many columns. */
function said(command: Command, columns: number, ...words: string[]): string {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  command
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: write, getOutHelpWidth: () => columns });
  expect(() => command.parse([...words], { from: 'user' })).toThrow(/outputHelp|help/);
  return text;
}

const fresh = async (name: string) => (await commandsFor([name]))[0];
const flag = (option: { readonly long?: string | undefined }) =>
  new RegExp(`^ {2}(-\\w, )?${option.long} `, 'm');
const grouped = Object.keys(everyday);

describe.each(grouped)('%s', (name) => {
  it('has its everyday options under --help, on a screen', async () => {
    const command = await fresh(name);
    const short = said(command, 80, '--help');
    const marked = Object.values(everyday[name]).flatMap((group) => Object.keys(group));
    expect(new Set(marked).size).toBe(marked.length);
    for (const option of command.options) {
      const isShort = marked.includes(option.attributeName()) || option.long === '--help-all';
      expect(flag(option).test(short), option.long).toBe(isShort);
    }
    for (const heading of Object.keys(everyday[name])) expect(short).toContain(`\n${heading}\n`);
    expect(short.split('\n').length).toBeLessThanOrEqual(42);
    for (const line of short.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('has every option under --help-all, each once, with all that there is to say', async () => {
    const command = await fresh(name);
    const long = said(command, 100, '--help-all');
    for (const option of command.options)
      expect(long.match(new RegExp(flag(option), 'gm')), option.long).toHaveLength(1);
    const flowing = long.replace(/\s+/g, ' ');
    for (const { description } of command.options)
      expect(flowing).toContain(description.replace(/\s+/g, ' '));
    for (const line of long.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100);
    const headings = [...long.matchAll(/^(\w.*:)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([...new Set(headings)]);
    expect(headings.slice(0, 1 + Object.keys(everyday[name]).length)).toEqual([
      'Arguments:',
      ...Object.keys(everyday[name]),
    ]);
  });
});

it('marks only options that there are', () => {
  for (const [name, groups] of Object.entries(everyday)) {
    const command = commands.find((one) => one.name() === name)!;
    const known = command.options.map((option) => option.attributeName());
    for (const group of Object.values(groups))
      expect(known).toEqual(expect.arrayContaining(Object.keys(group)));
  }
});

it('every other command has all its options under --help', () => {
  for (const command of commands.filter(
    (one) => !grouped.includes(one.name()) && one.commands.length === 0,
  )) {
    const text = said(command, 80, '--help');
    for (const option of command.options) expect(text, command.name()).toMatch(flag(option));
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  }
});
