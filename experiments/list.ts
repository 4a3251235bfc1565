import { experiment as convergence } from './01-convergence.js';
import { experiment as arAndBackpropagation } from './02-ar-and-backpropagation.js';
import { experiment as relaxingTheConstraints } from './03-relaxing-the-constraints.js';
import { experiment as unfrozenForwardPass } from './04-unfrozen-forward-pass.js';
import { experiment as randomFeedback } from './05-random-feedback.js';
import { experiment as updateWithoutDerivatives } from './06-update-without-derivatives.js';
import { experiment as howManySteps } from './07-how-many-steps.js';
import { experiment as plasticityDuringRelaxation } from './08-plasticity-during-relaxation.js';
import { experiment as errorAndMessagesAgainstQuantum } from './09-error-and-messages-against-quantum.js';
import { experiment as timeToSettle } from './10-time-to-settle.js';
import { experiment as accuracyOnRoughWires } from './11-accuracy-on-rough-wires.js';
import { experiment as unfrozenInContinuousTime } from './12-unfrozen-in-continuous-time.js';
import { experiment as learningFromAStream } from './13-learning-from-a-stream.js';
import { experiment as howLittleTalk } from './14-how-little-talk.js';
import { experiment as convolution } from './15-convolution.js';
import { experiment as anyGraph } from './16-any-graph.js';
import { experiment as optimisers } from './17-optimisers.js';
import type { Experiment } from './lib/experiment.js';

/** Every experiment. A new one: one file, one line here. */
export const experiments: readonly Experiment[] = [
  convergence,
  arAndBackpropagation,
  relaxingTheConstraints,
  unfrozenForwardPass,
  randomFeedback,
  updateWithoutDerivatives,
  howManySteps,
  plasticityDuringRelaxation,
  errorAndMessagesAgainstQuantum,
  timeToSettle,
  accuracyOnRoughWires,
  unfrozenInContinuousTime,
  learningFromAStream,
  howLittleTalk,
  convolution,
  anyGraph,
  optimisers,
];
