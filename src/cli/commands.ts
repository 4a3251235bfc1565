import type { Command } from 'commander';
import { trainCommand } from './commands/train.js';

/** Every command. A new one: one file, one line here. */
export const commands: readonly (() => Command)[] = [trainCommand];
