import type { Command } from 'commander';
import { refuse } from '../errors.js';
import type { Wanted } from '../lab/recorders/recording.js';
import { steppingPhases } from '../sim/continuous.js';
import { checkSteps } from '../sim/events/watch/index.js';
import { makesSteps } from '../sim/relaxation.js';
import type { Rule } from '../sim/rule.js';
import type { Relaxation } from '../sim/simulator.js';
import { above0 } from './arguments.js';

/** What the command line says of what to record, beside messages. */
export interface RecordFlags {
  readonly recordActivity?: readonly string[];
  readonly recordDrive?: readonly string[];
  readonly recordWeight?: readonly string[];
  readonly every?: number;
}

/** Adds the options of recorders to a command. */
export function recordOptions(command: Command): Command {
  return command
    .option(
      '--record-activity <name...>',
      'also activities, of neurons and inputs, in activity.safetensors; under a rule in phases states: NAME, NAME.STATE[3]',
    )
    .option('--record-drive <name...>', 'also what draws activities of neurons, in drive.safetensors')
    .option('--record-weight <name...>', 'also weights of synapses, NAME.weight[2,5], in weight.safetensors')
    .option(
      '--every <tau>',
      'record these at such times of the presentation: time [samples], values [samples, actors] (default: whenever one ' +
        'is set: time, actor, value of each change)',
      above0,
    );
}

/** What the options ask for. @throws {InputError} on times to look at nothing */
export function wantedFrom({ recordActivity, recordDrive, recordWeight, every }: RecordFlags): Wanted[] {
  const all = { activity: recordActivity, drive: recordDrive, weight: recordWeight } as const;
  const wanted = (['activity', 'drive', 'weight'] as const).flatMap((quantity) => {
    const selections = all[quantity];
    return selections ? [{ quantity, selections }] : [];
  });
  if (every !== undefined && wanted.length === 0) {
    const expected = 'something to record at these times';
    refuse({ where: '--every', got: String(every), expected, hint: '--record-activity NAME' });
  }
  return wanted;
}

/** @throws {InputError} on times between the steps of a relaxation that steps */
export function checkPace({ every }: RecordFlags, relaxation: Relaxation, rule: Rule): void {
  if (every === undefined) return;
  if (rule.kind === 'phases') {
    for (const { stepSize = 1 } of steppingPhases(rule.rule, relaxation))
      checkSteps({ every }, stepSize, '--every');
  } else if (makesSteps(relaxation)) checkSteps({ every }, relaxation.stepSize, '--every');
}
