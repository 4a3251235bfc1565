import { type Command, Option } from 'commander';
import { choose, refuse } from '../errors.js';
import type { LiveOptions } from '../sim/events/live/options.js';
import { type WayName, ways } from '../sim/events/live/ways.js';
import { above0, atLeast0, given, optionName } from './arguments.js';

/** What the command line says of a way of living with stimuli. */
export interface WayFlags {
  readonly way: WayName;
  readonly learningRate?: number;
  readonly sweep?: number;
  readonly duration?: number;
  readonly period?: number;
  readonly forward?: number;
  readonly first?: number;
  readonly offset?: number;
  readonly jitter?: number;
  readonly teachEvery?: number;
}

/** Which options each way has, and the learning rate that suits it if none is given. */
const own: Readonly<Record<WayName, { readonly rate: number; readonly keys: readonly (keyof WayFlags)[] }>> =
  {
    'strict-phases': { rate: 0.03, keys: ['sweep', 'duration'] },
    oscillation: { rate: 0.03, keys: ['period', 'forward', 'first', 'offset', 'jitter'] },
    'two-compartments': { rate: 0.0012, keys: ['teachEvery'] },
  };

/** Adds `--way` and the options of each way to a command. */
export function wayOptions(command: Command): Command {
  const each = Object.values(ways).map(({ name, summary }) => `${name}: ${summary}`);
  const rates = Object.entries(own).map(([name, { rate }]) => `${rate} for ${name}`);
  const way = new Option('--way <name>', `how it lives with stimuli that do not wait. ${each.join('; ')}`);
  return command
    .addOption(way.default('two-compartments').argParser(readWay))
    .option(
      '--learning-rate <x>',
      `of a presentation; with two-compartments, per tau (default: ${rates.join(', ')})`,
      atLeast0,
    )
    .option('--sweep <tau>', 'strict-phases: how long the sweep is waited for (default: 2)', above0)
    .option('--duration <tau>', 'strict-phases: of the relaxation (default: 18)', atLeast0)
    .option('--period <tau>', 'oscillation: of the rhythm (default: 20)', above0)
    .option(
      '--forward <tau>',
      'oscillation: part of the period for what comes from below (default: 4)',
      above0,
    )
    .option('--first <tau>', 'oscillation: when the first cycle begins (default: 0)', atLeast0)
    .option(
      '--offset <tau>',
      'oscillation: how much later it begins in each next layer (default: 0)',
      atLeast0,
    )
    .option('--jitter <share>', 'oscillation: how far periods of neurons scatter (default: 0)', atLeast0)
    .option('--teach-every <tau>', 'two-compartments: of the timers of plasticity (default: 5)', above0);
}

/** The options of a live simulation that were asked for. @throws {InputError} on an option of another way */
export function liveFrom({ way, ...flags }: WayFlags): LiveOptions {
  const { rate, keys } = own[way];
  for (const [other, { keys: others }] of Object.entries(own)) {
    const stray = others.find((key) => other !== way && flags[key as keyof typeof flags] !== undefined);
    if (!stray) continue;
    refuse({
      where: optionName(stray),
      got: `it with --way ${way}`,
      expected: `an option of that way: ${keys.map(optionName).join(', ')}`,
      hint: `--way ${other}`,
    });
  }
  const { learningRate = rate, sweep, duration, period, forward, first, offset, jitter, teachEvery } = flags;
  return {
    way,
    learningRate,
    strictPhases: given({ sweep, duration }),
    oscillation: given({ period, forward, first, offset, jitter }),
    twoCompartments: given({ teachEvery }),
  };
}

function readWay(name: string): WayName {
  choose('--way', ways, name);
  return name as WayName;
}
