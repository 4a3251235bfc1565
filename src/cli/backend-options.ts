import type { Command } from 'commander';
import { choose } from '../errors.js';
import { backends } from '../sim/batched/backend.js';
import { positive } from './arguments.js';

/** What the command line says of the backend. */
export interface BackendOptions {
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
}

/** Adds the options of the batched engine's backend. */
export function backendOptions(command: Command): Command {
  return command
    .option(
      '--backend <name>',
      'of the batched engine: tfjs-node, wasm, cpu (default: the first that loads), webgpu',
    )
    .option(
      '--threads <n>',
      'of the batched engine, on tfjs-node (default: 1, faster for small layers)',
      positive,
    );
}

/** @throws {InputError} on a backend that there is not, before any work */
export function checkBackend(name: string | undefined): void {
  if (name !== undefined) choose('--backend', backends, name);
}
