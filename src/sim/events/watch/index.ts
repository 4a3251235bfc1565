export { type Change, changesOf } from './changes.js';
export { type Frame, framesOf } from './frames.js';
export { record } from './messages.js';
export type { Probe, Quantity, Sample } from './probe.js';
export { probesOf, type QuantityName, quantities } from './quantities.js';
export { checkSteps, checkTimes, type Times, timeOf } from './times.js';
