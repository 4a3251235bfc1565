import { Drawn, settle } from '../../../neurons/phases/settling.js';
import type { Segment } from '../present/protocol.js';
import { type Mover, moversOf, type Scene, sayRest } from './in-time.js';
import { saying, settleInTurn } from './turns.js';

/**
 * A phase whose neurons go where they are drawn to, once everything that they await has arrived: first all say where they
 * begin, then one population after the other settles, and says so. What nothing moves by is said when that is over.
 */
export function* playEquilibrium(scene: Scene): Generator<Segment, void> {
  const { circuit, queue, lead, signals, moving, onLook } = scene;
  const begin = () => {
    lead.all(moving.act.begins, signals);
    lead.all(moving.still, signals);
    lead.all(moving.carried, signals);
  };
  yield { begin };
  yield* settleInTurn(
    scene,
    moversOf(circuit, moving).map((mover) => ({ ...mover, settle: settling(scene, mover) })),
  );
  yield* sayRest(scene);
  yield { begin: () => onLook?.(0), until: () => queue.now() };
}

function settling(scene: Scene, mover: Mover): (units: Int32Array) => void {
  const { motion, member } = mover;
  const { population } = member;
  const drawn = motion.moves.map((moved) => new Drawn(population, moved));
  const say = saying(scene, mover);
  return (units) => say(settle({ population, motion, drawn, signals: scene.signals }, units));
}
