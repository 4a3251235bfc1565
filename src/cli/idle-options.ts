import type { Command } from 'commander';
import { type Need, type Needs, needs, refuseIdle, type Settings } from '../sim/needs.js';
import { optionName } from './arguments.js';

/** The needs of every option of a command, by the names under which commander keeps them. */
export type OptionNeeds<Options> = Readonly<Record<keyof Options, readonly Need[]>>;

/** Of an option that has an effect whatever the others say, or whose needs are checked where it is read. */
export const always: readonly Need[] = [];

/** The engine that computes with tensors. */
export const batched = needs('engine', (engine) => engine !== 'events', 'batched', {
  expected: 'engine batched, the one that has backends',
  hint: 'without it',
});

/** The options that were typed, not those that have a default. */
export function askedFor(command: Command): string[] {
  return Object.keys(command.opts()).filter((name) => command.getOptionValueSource(name) === 'cli');
}

/** @throws {InputError} on an option that would change nothing */
export function refuseIdleOptions(table: Needs, asked: readonly string[], settings: Settings): void {
  refuseIdle(table, asked, settings, optionName);
}
