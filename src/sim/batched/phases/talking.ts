import type { Phase, Signals } from '../../../rules/rule.js';
import type { Stage } from './stage.js';
import { change, perform } from './statements.js';

/**
 * Everybody says where he is; then relays, outputs first, each go where they would come to rest by what they have heard, and
 * pass that on.
 */
export function talkOf<T>(stage: Stage<T>, phase: Phase, signals: Signals): void {
  const { units, relays } = stage;
  const others = relays.length === 0 ? units : units.filter((unit) => !stage.passesOn(unit));
  perform(stage, others, signals, phase.talk);
  for (const relay of relays) {
    // dx/dt = drive - x: a step of one is where it leads.
    for (const one of phase.moves ?? [])
      if (one.kind === 'move') change(stage, one, [relay], { ...signals, stepSize: 1 });
    perform(stage, [relay], signals, phase.talk);
  }
}
