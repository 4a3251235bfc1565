import { LinearPhase } from '../linear-phase.js';
import { talkParts } from '../parts.js';
import type { Passage, Solver } from '../solver.js';
import { perform } from '../statements.js';

/**
 * The fixed point, node by node: where a phase is linear and news travel one way, what drives a node depends only on those
 * before it, so one sweep finds every state exactly. Steps and step size play no part.
 */
export const equilibrium: Solver = <T>(passage: Passage<T>): void => {
  const { stage, phase, signals, look } = passage;
  const { movingTalk, stillTalk } = talkParts(stage.given.rule, phase);
  perform(stage, stage.units, signals, stillTalk);
  const linear = new LinearPhase(passage);
  for (const unit of linear.order) {
    if (linear.moves(unit)) linear.put(unit, linear.target(unit));
    perform(stage, [unit], signals, movingTalk);
  }
  perform(stage, stage.units, signals, phase.talk);
  look?.take(0);
};
