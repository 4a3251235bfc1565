import type { GrainName } from '../../../synapses/grains.js';
import type { Rule } from '../../rule.js';
import type { Delays } from '../build/delays.js';
import { checkTime } from './checks.js';
import type { OscillationOptions } from './ways/oscillation.js';
import type { StrictPhaseOptions } from './ways/strict-phases.js';
import type { TwoCompartmentOptions } from './ways/two-compartments.js';
import type { WayName } from './ways.js';

/** Options of a live simulation. */
export interface LiveOptions {
  /** How it lives with stimuli that do not wait. */
  readonly way: WayName;
  /** Options of that way; the others' have no meaning then. */
  readonly strictPhases?: StrictPhaseOptions;
  readonly oscillation?: OscillationOptions;
  readonly twoCompartments?: TwoCompartmentOptions;
  /** Of a presentation; with two compartments, per tau. 0 where nothing is to be learned. */
  readonly learningRate: number;
  /** Of learned feedback weights; that of the weights if not given. */
  readonly feedbackLearningRate?: number;
  /** One that the way can run; `ar` if not given. */
  readonly rule?: Rule;
  /** How synapses are cut into actors; one each, if not given. The numbers are the same. */
  readonly grain?: GrainName;
  /** Conduction delay in tau of the synapses into each node, one for all of them; 0 where not given. */
  readonly delays?: Delays;
  /** Of timers and rhythms; 1 if not given. */
  readonly seed?: number;
}

/** @throws {InputError} on rates that are none */
export function checkRates({ learningRate, feedbackLearningRate = 0 }: LiveOptions): void {
  checkTime('LiveSimulator.learningRate', learningRate, 0);
  checkTime('LiveSimulator.feedbackLearningRate', feedbackLearningRate, 0);
}
