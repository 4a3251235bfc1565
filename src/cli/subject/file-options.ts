import type { FileOptions } from '../../data/index.js';
import { given } from '../arguments.js';
import type { DataFlags } from '../data-options.js';

/** What the command line says of how a file is read that is judged by. */
export type FileFlags = Pick<DataFlags, 'inputColumns' | 'target' | 'targetFile' | 'task' | 'delimiter'>;

/** These of other options. */
export function fileFrom({ inputColumns, target, targetFile, task, delimiter }: FileFlags): FileOptions {
  return given({ inputColumns, target, targetFile, task, delimiter }) as FileOptions;
}
