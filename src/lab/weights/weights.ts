import { z } from 'zod';
import type { Parameters } from '../../network/parameters.js';
import { oneOf } from '../../schema.js';
import type { Tensor } from '../safetensors/index.js';

/** Whose names and orders tensors have: ours, or those of PyTorch's modules. */
export const sides = ['relaxon', 'pytorch'] as const;
export type Side = (typeof sides)[number];

/** New names by old ones: of a tensor, or of all whose names begin with it and a dot. An empty one takes it away. */
export type Renames = Readonly<Record<string, string>>;

/** How a file of weights is read. */
export interface WeightsOptions {
  readonly rename?: Renames | undefined;
  /** Whose layout the file has; found out if not given. */
  readonly layout?: Side | undefined;
}

/** What `WeightsOptions` are in a record of a run. */
export const weightsSchema = z.strictObject({
  file: z.string('the path of a file of weights').min(1, 'the path of a file of weights'),
  /** Of the file; filled in when it is read. */
  sha256: z.string('a sha256 in hex').optional(),
  rename: z.record(z.string(), z.string('a name'), 'names by names').optional(),
  layout: oneOf(sides).optional(),
  /** What the file lacks is drawn, and what it has beside is passed over. */
  partial: z.boolean('true or false').optional(),
});

/** Weights that a run begins with: from which file, read how. */
export type GivenWeights = z.infer<typeof weightsSchema>;

/** What was read of a file of weights. */
export interface Weights {
  /** Names of the tensors that are taken, in the layout. */
  readonly names: readonly string[];
  readonly layout: Side;
  /** Of the file. */
  readonly sha256: string;
  /** What a reader should know, a line each. */
  readonly notes: readonly string[];
  /** @param standIns for what the file lacks */
  parameters(standIns?: Parameters): Parameters;
}

/** Tensors of a file by their names. */
export type Tensors = Readonly<Record<string, Tensor>>;
