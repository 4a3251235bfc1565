import { arOverBp } from './batched/ar-over-bp.js';
import { depth } from './batched/depth.js';
import { epochs } from './batched/epochs.js';
import { matmulRate } from './batched/matmul-rate.js';
import { measuredTraining } from './batched/measured.js';
import { pytorch } from './batched/pytorch.js';
import { brian } from './events/brian.js';
import { delayed, delayedSpread } from './events/delayed.js';
import { generality } from './events/generality.js';
import { memory } from './events/memory.js';
import { messageRate } from './events/message-rate.js';
import { scaling } from './events/scaling.js';
import { training } from './events/training.js';
import { throughput } from './jobs/throughput.js';
import type { Measurement } from './measurement.js';

/** Everything that is measured, in this order. A new one: one file, one line here. */
export const measurements: readonly Measurement[] = [
  arOverBp,
  pytorch,
  epochs,
  measuredTraining,
  depth,
  matmulRate,
  brian,
  messageRate,
  memory,
  generality,
  ...scaling,
  ...delayed,
  ...delayedSpread,
  training,
  throughput,
];
