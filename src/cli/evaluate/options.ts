import type { SplitName } from '../../lab/trained/data.js';
import type { FileFlags } from '../subject/file-options.js';
import type { EngineFlags } from '../subject/options.js';

/** What the command line says of an evaluation. */
export interface EvaluateOptions extends EngineFlags, FileFlags {
  readonly data?: string;
  readonly split?: SplitName;
  readonly limitSamples?: number;
  readonly bins?: number;
  readonly out?: string;
}
