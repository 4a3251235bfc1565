import { refuse } from '../../../errors.js';
import { type Speech, sampled, threshold } from '../../../neurons/phases/speech.js';
import { adapts } from '../../../rules/names.js';
import type { PhasedRule } from '../../rule.js';
import type { Relaxation } from '../../simulator.js';
import type { EventOptions } from '../engine.js';

const where = (what: string, { name }: PhasedRule) => `EventSimulator.${what} with rule ${name}`;

/** @throws {InputError} on a circuit made with what only activation relaxation has: delays, wires, cells */
export function refuseSurroundings(rule: PhasedRule, options: EventOptions): void {
  const given = (['delays', 'wires', 'cells'] as const).find(
    (name) => Object.keys(options[name] ?? {}).length > 0,
  );
  if (given)
    refuse({
      where: where(given, rule),
      got: 'some',
      expected: 'none: rules in phases have none',
      hint: 'rule ar',
    });
  if (typeof options.grain === 'function')
    refuse({ where: where('grain', rule), got: 'one of its own', expected: 'synapse or arbor' });
}

/**
 * How neurons speak: at every step, or, with messages threshold, on change.
 * @throws {InputError} on a relaxation that is not made of the steps of the rule's phases, on messages that only
 * activation relaxation has, and on messages on change where weights move meanwhile
 */
export function speechOf(rule: PhasedRule, relaxation: Relaxation): Speech {
  const { duration, messages, schedule } = relaxation;
  if (duration !== undefined) {
    const got = `${duration} tau`;
    refuse({ where: where('duration', rule), got, expected: 'none: its phases have steps of their own' });
  }
  if (schedule !== 'synchronous')
    refuse({ where: where('schedule', rule), got: schedule, expected: 'synchronous' });
  if (messages === 'trajectory')
    refuse({ where: where('messages', rule), got: messages, expected: 'sampled or threshold' });
  return messages === 'threshold' ? onChange(rule, relaxation) : sampled;
}

function onChange(rule: PhasedRule, relaxation: Relaxation): Speech {
  const { quantum = 0 } = relaxation;
  const odd = (['relativeQuantum', 'anneal', 'smallestQuantum', 'flush'] as const).find(
    (name) => relaxation[name] !== undefined,
  );
  if (odd)
    refuse({ where: where(odd, rule), got: String(relaxation[odd]), expected: 'none: only rule ar has it' });
  if (typeof quantum !== 'number')
    refuse({ where: where('quantum', rule), got: 'one for each node', expected: 'one for all' });
  // Weights that have moved make another message of the same value.
  if (adapts(rule.rule))
    refuse({ where: where('messages', rule), got: 'threshold', expected: 'sampled: weights move meanwhile' });
  return threshold(quantum);
}

/** @throws {InputError} on several samples under a rule whose weights move during each presentation */
export function refuseSharedMoves(rule: PhasedRule, samples: number, at = where('batch', rule)): void {
  if (samples === 1 || !adapts(rule.rule)) return;
  refuse({
    where: at,
    got: `${samples} samples`,
    expected: '1: weights that move during one presentation are not those of the next',
    hint: 'one sample at a time, or the batched engine',
  });
}
