import type { Activation } from './activation.js';
import type { Cell } from './cell.js';
import type { Loss } from './loss.js';

/** What makes one neuron differ from another. */
export interface NeuronOptions {
  /** Its node, or input where inputs relax. */
  readonly node: string;
  /** `NODE[unit]` */
  readonly address: string;
  /** Its place in its node, and how many there are. */
  readonly unit: number;
  readonly units: number;
  readonly activation: Activation;
  readonly bias: number;
  readonly role: 'clamped' | 'relaxing';
  readonly loss: Loss | undefined;
  /** How it differs from a perfect cell; undefined where it does not. */
  readonly cell?: Cell | undefined;
  /** Addressees of what it says up, and down. */
  readonly above: string;
  readonly below: string;
}
