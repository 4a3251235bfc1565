import type { BackendName } from '../src/sim/batched/backend.js';
import { arOverBp } from './batched/ar-over-bp.js';
import { cnnPeers } from './batched/cnn-peers.js';
import { depth } from './batched/depth.js';
import { epochs } from './batched/epochs.js';
import { graphsOn } from './batched/graphs.js';
import { matmulRate } from './batched/matmul-rate.js';
import { measuredTraining } from './batched/measured.js';
import { nativeSettings } from './batched/native-settings.js';
import { pcAccuracy } from './batched/pc-accuracy.js';
import { minibatchPeers } from './batched/peers.js';
import { predictiveCoding } from './batched/predictive-coding.js';
import { resident } from './batched/resident.js';
import { delayed, delayedSpread } from './events/delayed.js';
import { delayedPeers } from './events/delayed-peers.js';
import { generality } from './events/generality.js';
import { memory } from './events/memory.js';
import { messageRate } from './events/message-rate.js';
import { scaling } from './events/scaling.js';
import { simulators } from './events/simulators.js';
import { training } from './events/training.js';
import { trainingOverBare } from './events/training-over-bare.js';
import { throughput } from './jobs/throughput.js';
import type { Measurement } from './measurement.js';

/** Everything that is measured, in this order, batched figures on each of some backends. A new one: one file, one line here. */
export const measurementsOn = (backends: readonly BackendName[]): readonly Measurement[] => [
  ...backends.flatMap(batched),
  ...simulators,
  messageRate,
  memory,
  generality,
  ...scaling,
  ...delayed,
  ...delayedPeers,
  ...delayedSpread,
  training,
  trainingOverBare,
  throughput(backends[0]),
];

const batched = (backend: BackendName): readonly Measurement[] => [
  arOverBp(backend),
  ...minibatchPeers(backend),
  predictiveCoding(backend),
  pcAccuracy(backend),
  epochs(backend),
  measuredTraining(backend),
  depth(backend),
  graphsOn(backend),
  ...cnnPeers(backend),
  matmulRate(backend),
  resident(backend),
  ...(backend === 'tfjs-node' ? [nativeSettings] : []),
];
