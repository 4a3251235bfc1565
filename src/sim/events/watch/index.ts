export { type Change, changesOf } from './changes.js';
export { type Frame, framesOf } from './frames.js';
export type { Probe, Sample } from './probe.js';
export type { QuantityName } from './state-watch.js';
export { checkSteps, checkTimes, type Times, timeOf } from './times.js';
