import type { EventQueue } from '../../../messages/queue.js';
import type { Phase } from '../../../rules/rule.js';
import type { Told } from '../../told.js';
import type { InTime } from './in-time.js';
import type { Means } from './statements.js';
import type { Order } from './stepping.js';

/** What leads neurons through a presentation. */
export interface Led extends Means {
  readonly queue: EventQueue;
  /** Phases that move do so in continuous time. */
  readonly inTime: InTime | undefined;
  /** Of those who move in a step; all at once if not given. */
  readonly order?: Order | undefined;
  readonly told: Told;
}

/** Whoever looks on. */
export interface Onlooker {
  /** Somebody looks at steps. */
  readonly watches?: boolean;
  /** And hears of each, whatever can be seen without that. */
  readonly counts?: boolean;
  /** After so many steps of an act; 0: before the first. */
  onStep?(act: number, step: number): void;
  onEnd?(phase: Phase): void;
}
