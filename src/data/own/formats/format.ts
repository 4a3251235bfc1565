import type { Content } from '../../idx.js';
import type { DataOptions } from '../options.js';
import type { Found } from '../samples.js';

/** What is asked of a file. */
export interface Request extends Pick<DataOptions, 'inputColumns' | 'target' | 'delimiter'> {
  /** Without, only inputs are read: targets need not be there. */
  readonly targets: boolean;
  /** Targets in a file of their own, where there is one. */
  readonly targetFile?: Content | undefined;
}

/** A kind of file that data of one's own may be in. */
export interface Format {
  /** What errors and help call it. */
  readonly about: string;
  /** How names of such files end, without the dot. */
  readonly endings: readonly string[];
  /** Whether it has columns with names. */
  readonly table?: boolean;
  /** Whether bytes begin as such a file does, where its name does not say. */
  starts?(bytes: Uint8Array): boolean;
  /** Whether targets are in a file of their own, and where that is if nothing is said of it. */
  readonly targetFile?: { readonly guess?: (path: string) => string | undefined };
  /** @throws {InputError} naming the place of what cannot be read */
  read(content: Content, request: Request): Found | Promise<Found>;
}
