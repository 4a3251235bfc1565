import type { Command } from 'commander';
import { speechOf } from '../sim/events/phases/refusals.js';
import { refuseMessages } from '../sim/meaning.js';
import { relaxationOf } from '../sim/relaxation.js';
import { relaxationNeeds, spokenNeeds, variantNeeds } from '../sim/relaxation-needs.js';
import type { PhasedRule } from '../sim/rule.js';
import type { Relaxation } from '../sim/simulator.js';
import { refuseUnsolvable } from '../sim/solvable.js';
import { given, number, whole } from './arguments.js';
import type { OptionNeeds } from './idle-options.js';
import { type SpeechOptions, speechFrom, speechOptions } from './speech-options.js';
import type { VariantOptions } from './variant-options.js';

/** What the command line says of a relaxation. */
export interface RelaxationOptions extends SpeechOptions {
  readonly steps?: number;
  readonly stepSize?: number;
  readonly schedule?: string;
  readonly solver?: string;
  readonly initial?: string;
  readonly duration?: number;
  readonly band?: number;
  /** Of a random order; the same option may be the seed of something else as well. */
  readonly seed?: number | undefined;
}

/** What options of a relaxation and of a variant of it need; the error that is wanted stands for quanta. */
export const relaxingNeeds: OptionNeeds<Required<Omit<RelaxationOptions, 'seed'> & VariantOptions>> = {
  ...relaxationNeeds,
  ...variantNeeds,
  error: relaxationNeeds.relativeQuantum,
};

/** The same, of commands in which rules in phases speak on change and in continuous time. */
export const speakingNeeds = { ...relaxingNeeds, ...spokenNeeds, error: spokenNeeds.relativeQuantum };

/** Adds the options of a relaxation to a command. */
export function relaxationOptions(command: Command): Command {
  command
    .option('--steps <n>', 'Euler steps of a relaxation (default: 100)', whole)
    .option('--step-size <h>', 'size of a step in tau, above 0 and below 2 (default: 0.1)', number)
    .option(
      '--schedule <name>',
      'who steps when: synchronous, top-down, asynchronous, one neuron at a time in random order (default: synchronous)',
    )
    .option(
      '--solver <name>',
      'closed-form: what the steps would leave, without making them; euler: the steps; equilibrium: the exact ' +
        'fixed point (default: closed-form on the batched engine, euler on the event engine; of rules in phases euler)',
    )
    .option('--initial <state>', 'where activities begin: forward, zero (default: forward)')
    .option(
      '--duration <tau>',
      'continuous time instead of steps: closed form, threshold messages, or, on the event engine, from kink to kink; of ' +
        'rules in phases, where they move by linear formulas',
      number,
    )
    .option(
      '--band <a>',
      'of a duration with derivative current: how far beyond a kink a pre-activation goes before its slope changes ' +
        '(default: 0)',
      number,
    );
  return speechOptions(command);
}

/** The relaxation that the options ask for. @throws {InputError} naming the option */
export function relaxationFrom(options: RelaxationOptions): Relaxation {
  const { steps, stepSize, schedule, solver, initial, duration, band } = options;
  const order = schedule === 'asynchronous' ? given({ seed: options.seed }) : {};
  return relaxationOf(
    {
      ...given({ steps, stepSize, schedule, solver, initial, duration, band, ...speechFrom(options) }),
      ...order,
    },
    'relaxation',
  );
}

/** How phases are gone through. */
export interface PhasesCourse {
  readonly duration?: number | undefined;
  readonly solver?: string | undefined;
  readonly schedule?: string | undefined;
  /** Of a random order. */
  readonly seed?: number | undefined;
}

/** The same under a rule in phases: steps of its own, unless something else is asked for. @throws {InputError} on what it cannot */
export function phasedRelaxationFrom(
  rule: PhasedRule,
  engine: 'events' | 'batched',
  options: SpeechOptions & PhasesCourse,
): Relaxation {
  const { duration, solver = 'auto', schedule, seed } = options;
  const order = schedule === 'asynchronous' ? { seed } : {};
  const spoken = given({ duration, schedule, ...order, ...speechFrom(options) });
  const steps = solver === 'auto' && duration === undefined && options.messages !== 'threshold';
  const relaxation = relaxationOf({ ...spoken, solver: steps ? 'euler' : solver });
  if (engine === 'batched') {
    refuseMessages(relaxation, 'relaxation.messages');
    refuseUnsolvable(rule, relaxation);
  } else speechOf(rule, relaxation, 'relaxation');
  return relaxation;
}
