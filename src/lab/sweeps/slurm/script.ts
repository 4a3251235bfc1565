import { resolve } from 'node:path';
import { quoted } from '../../runs/resume-command.js';
import type { SlurmSettings } from './settings.js';

/** What starts this program: Node with its options, and the entry point. */
export interface Program {
  readonly node: string;
  readonly options: readonly string[];
  readonly main: string;
}

/** The program that is running. */
export const thisProgram = (): Program => ({
  node: process.execPath,
  options: process.execArgv,
  main: resolve(process.argv[1]),
});

/**
 * The job script of a sweep's tasks. The program takes the place of the shell, so that signals reach it: the shell would hold
 * them back until it is done.
 */
export function jobScript(
  directory: string,
  { setup }: Pick<SlurmSettings, 'setup'>,
  { node, options, main }: Program,
  data: string | undefined = process.env.RELAXON_DATA,
): string {
  const command = [node, ...options, main, 'sweep', 'task', resolve(directory)].map(quoted).join(' ');
  const lines = [
    '#!/bin/bash',
    '# One task of a sweep, as relaxon sweep --slurm submits it: $1 is the number of the array’s first task.',
    ...(data === undefined ? [] : [`export RELAXON_DATA=${quoted(resolve(data))}`]),
    ...setup,
    `exec ${command} "$((SLURM_ARRAY_TASK_ID + $1))"`,
  ];
  return `${lines.join('\n')}\n`;
}
