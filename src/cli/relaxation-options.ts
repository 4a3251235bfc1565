import type { Command } from 'commander';
import { refuse } from '../errors.js';
import { relaxationOf } from '../sim/relaxation.js';
import type { Relaxation } from '../sim/simulator.js';
import { given, number, whole } from './arguments.js';

/** What the command line says of a relaxation. */
export interface RelaxationOptions {
  readonly steps?: number;
  readonly stepSize?: number;
  readonly schedule?: string;
  readonly solver?: string;
}

/** Adds the options of a relaxation to a command. */
export function relaxationOptions(command: Command): Command {
  return command
    .option('--steps <n>', 'Euler steps of a relaxation (default: 100)', whole)
    .option('--step-size <h>', 'size of a step in tau, above 0 and below 2 (default: 0.1)', number)
    .option('--schedule <name>', 'who steps when: synchronous, top-down (default: synchronous)')
    .option('--solver <name>', 'euler, or equilibrium: the exact fixed point (default: euler)');
}

/** The relaxation that the options ask for. @throws {InputError} naming the option */
export function relaxationFrom(options: RelaxationOptions): Relaxation {
  const { steps, stepSize, schedule, solver } = options;
  if (solver === 'equilibrium' && (steps !== undefined || stepSize !== undefined)) {
    refuse({
      where: '--solver equilibrium',
      got: 'also --steps or --step-size',
      expected: 'neither: the fixed point has no steps',
      hint: '--solver euler',
    });
  }
  return relaxationOf(given({ steps, stepSize, schedule, solver }) as Partial<Relaxation>, 'relaxation');
}
