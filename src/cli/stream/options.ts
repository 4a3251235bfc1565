import type { RuleName } from '../../sim/rules.js';
import type { GrainName } from '../../synapses/grains.js';
import type { DataFlags } from '../data-options.js';
import type { BeginningOptions } from '../params-options.js';
import type { VariantOptions } from '../variant-options.js';
import type { WayFlags } from '../way-options.js';

/** What the command line says of a training on a stream, defaults included. */
export interface StreamOptions extends WayFlags, DataFlags, VariantOptions, BeginningOptions {
  readonly rule: RuleName;
  readonly data: string;
  readonly images: number;
  readonly every: number;
  readonly targetDelay: number;
  readonly taught: number;
  readonly grain?: GrainName;
  readonly seed: number;
  readonly logEvery: number;
  readonly limitTestSamples?: number;
  readonly config?: string;
  readonly out: string;
  readonly save: number;
  readonly resume?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}
