import type { Initial, Relaxed, Schedule } from './types.js';

/** Which slope f' multiplies an activity: that of the forward sweep, of the moment, or 1. */
export type Derivative = 'frozen' | 'current' | 'none';

/** The choices that make a variant. */
export interface Choices {
  /** What carries feedback down: W^T, or NAME.feedback, fixed or learned. */
  readonly feedback: 'transpose' | 'random' | 'learned';
  /** Slope in the feedback. */
  readonly derivative: Derivative;
  /** Slope in the weight change. */
  readonly updateDerivative: Derivative;
  /** Activity below in the weight change: xbar, or x. */
  readonly presynaptic: 'stored' | 'current';
  /** Weights change once, after the relaxation, or in every step. */
  readonly plasticity: 'equilibrium' | 'continuous';
  /** Whether slopes are taken at pre-activations with the bias. */
  readonly bias: 'included' | 'excluded';
  /** Whether inputs keep their stimulus or move. */
  readonly inputs: 'clamped' | 'relaxing';
}

/** How fast weights change. */
export interface Rates {
  readonly learningRate: number;
  /** That of learned feedback weights; default learningRate. */
  readonly feedbackLearningRate?: number;
  /** Of weights and learned feedback weights, not of biases; default 0. */
  readonly weightDecay?: number;
}

/** One unit: name of its node or input, and which of its units. */
export type Unit = readonly [name: string, unit: number];

/** A variant and how to relax in it. */
export interface VariantOptions extends Choices, Rates {
  readonly steps: number;
  readonly stepSize: number;
  readonly schedule: Schedule | 'asynchronous';
  /** Default `forward`. */
  readonly initial?: Initial;
  /** For `asynchronous`: whose turn it is, unit by unit, in each step. */
  readonly order?: readonly (readonly Unit[])[];
}

/** Arithmetic of the paper: nothing moves but activities, and W^T carries them down. */
export const standardChoices: Choices = {
  feedback: 'transpose',
  derivative: 'frozen',
  updateDerivative: 'frozen',
  presynaptic: 'stored',
  plasticity: 'equilibrium',
  bias: 'included',
  inputs: 'clamped',
};

/** A relaxed batch; `course[name][step][sample][unit]` has steps 0..K, of inputs too where they move. */
export interface VariantRelaxation extends Relaxed {
  course: Record<string, number[][][]>;
}
