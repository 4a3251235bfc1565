import type { State } from '../messages/state.js';
import type { CellState } from './cell.js';
import type { CourseState } from './course.js';
import type { MessagesName } from './speech.js';
import type { ThresholdState } from './threshold.js';

/** Where a neuron is in a presentation: the forward sweep, a way to relax, or done with threshold messages. */
export type Phase = 'sweep' | 'rest' | 'flow' | MessagesName;

/** What a neuron is saved as; what was left in its inboxes is saved with its synapses. */
export interface NeuronActorState {
  readonly activity: number;
  readonly slope: number;
  readonly drive: number;
  readonly forwardActivity: number;
  readonly target: number;
  readonly pooled: number;
  readonly total: number;
  readonly bias: number;
  readonly biasGradient: number;
  readonly phase: Phase;
  readonly answered: boolean;
  readonly moved: boolean;
  readonly error: number;
  readonly news: boolean;
  readonly course: CourseState;
  readonly threshold: ThresholdState | undefined;
  readonly cell: CellState | undefined;
  readonly flow: State | undefined;
}
