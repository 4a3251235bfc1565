import type { Fault } from './judge.js';

/** Some inputs of a parser, one after the other; or one that is given. */
export interface Slice {
  readonly parser: string;
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** The only input, instead of the one of that number. */
  readonly input?: Uint8Array;
}

/** An input that was not taken as it should be. */
export interface Finding extends Fault {
  readonly parser: string;
  readonly seed: number;
  readonly index: number;
  readonly input: Uint8Array;
}

/** What came of a slice. */
export interface SliceEnd {
  readonly done: number;
  readonly taken: number;
  readonly findings: readonly Finding[];
}

/** What a worker is started with. */
export interface WorkerSetup {
  /** Where parsers that take a path find their inputs. */
  readonly folder: string;
  /** The number of the input that is tried. */
  readonly progress: SharedArrayBuffer;
}

/** More memory than this for one input is a fault, in bytes. */
export const mostMemory = 2 ** 30;
