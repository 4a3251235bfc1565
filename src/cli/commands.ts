import type { Command } from 'commander';
import { agreeCommand } from './commands/agree.js';
import { auditCommand } from './commands/audit.js';
import { dataCommand } from './commands/data.js';
import { demoCommand } from './commands/demo.js';
import { infoCommand } from './commands/info.js';
import { relaxCommand } from './commands/relax.js';
import { simulateCommand } from './commands/simulate.js';
import { streamCommand } from './commands/stream.js';
import { trainCommand } from './commands/train.js';

/** Every command. A new one: one file, one line here. */
export const commands: readonly (() => Command)[] = [
  trainCommand,
  relaxCommand,
  simulateCommand,
  streamCommand,
  agreeCommand,
  auditCommand,
  dataCommand,
  demoCommand,
  infoCommand,
];
