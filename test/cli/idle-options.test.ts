import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { agreeCommand } from '../../src/cli/commands/agree.js';
import { auditCommand } from '../../src/cli/commands/audit.js';
import { infoCommand } from '../../src/cli/commands/info.js';
import { relaxCommand } from '../../src/cli/commands/relax.js';
import { simulateCommand } from '../../src/cli/commands/simulate.js';
import { streamCommand } from '../../src/cli/commands/stream.js';
import { configurationFrom } from '../../src/cli/train/configuration.js';
import { type TrainOptions, trainOptions } from '../../src/cli/train/options.js';
import { InputError } from '../../src/errors.js';
import { configurationOf } from '../../src/lab/configuration.js';
import { refusal } from '../network/refusals.js';
import { jsonFile } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();

/** What a training is refused with before anything is read. */
function trainRefusal(options: string): string {
  const command = trainOptions();
  command.parse(options.split(' '), { from: 'user' });
  return refusal(() => configurationFrom(undefined, command.opts<TrainOptions>()));
}

/** Likewise, of a command that does its work at once. */
async function refusalOf(command: Command, options: string): Promise<string> {
  const error = await command
    .exitOverride()
    .parseAsync(options.split(' '), { from: 'user' })
    .catch((e) => e);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

describe('train refuses what would change nothing', () => {
  const bp =
    /^(--[a-z-]+): got it with rule bp, expected a rule (that has it|whose states move)\. Try rule ar\.$/;

  it.each([
    ...[
      '--steps 5',
      '--step-size 0.5',
      '--schedule top-down',
      '--solver euler',
      '--initial zero',
      '--duration 3',
    ],
    ...[
      '--messages sampled',
      '--quantum 1',
      '--flush',
      '--band 0',
      '--feedback transpose',
      '--inputs clamped',
    ],
    ...['--bias included', '--feedback-learning-rate 0.1'],
  ])('--rule bp %s', (option) => {
    const [name] = option.split(' ');
    expect(bp.exec(trainRefusal(`--rule bp ${option}`))?.[1]).toBe(name);
  });

  const threshold = '--engine events --messages threshold --quantum 1';
  it.each([
    [`${threshold} --steps 5`, '--steps: got it with messages threshold, expected messages at steps.'],
    [`${threshold} --step-size 1`, '--step-size: got it with messages threshold'],
    [`${threshold} --schedule top-down`, '--schedule: got it with messages threshold'],
    ['--duration 5 --steps 5', '--steps: got it with duration 5, expected steps, not continuous time.'],
    ['--duration 5 --schedule synchronous', '--schedule: got it with duration 5'],
    [
      '--solver equilibrium --steps 5',
      '--steps: got it with solver equilibrium, expected steps: the fixed point has none.',
    ],
    [
      '--solver equilibrium --initial zero',
      '--initial: got it with solver equilibrium, expected steps or time',
    ],
    ['--quantum 1', '--quantum: got it with messages of the default kind, expected messages threshold.'],
    ['--engine events --backend cpu', '--backend: got it with engine events, expected engine batched'],
  ])('%s', (options, line) => {
    expect(trainRefusal(options)).toContain(line);
  });

  it('also where a file and options together make it so', () => {
    const file = jsonFile(folder, 'bp.json', { rule: 'bp' });
    expect(trainRefusal(`--config ${file} --steps 5`)).toMatch(
      /^--steps: got it with rule bp, expected a rule that has it\./,
    );
    const relaxing = jsonFile(folder, 'ar.json', { relaxation: { steps: 5 } });
    expect(trainRefusal(`--config ${relaxing} --rule bp`)).toMatch(
      /\.relaxation\.steps: got it with rule bp, expected a rule that has it\./,
    );
    const silent = jsonFile(folder, 'null.json', { relaxation: null });
    expect(trainRefusal(`--config ${silent}`)).toBe(`${silent}.relaxation: got null, expected an object.`);
  });

  it('but takes a record of a run as it is, whatever has its standard value', () => {
    for (const given of [
      { rule: 'bp' },
      { relaxation: { messages: 'threshold', quantum: 1, duration: 3 }, engine: 'events' },
      { relaxation: { solver: 'equilibrium' } },
      { relaxation: { duration: 3 } },
    ]) {
      const record = configurationOf(given);
      expect(configurationOf(JSON.parse(JSON.stringify(record)))).toEqual(record);
    }
    expect(refusal(() => configurationOf({ rule: 'bp', feedbackLearningRate: 1 }))).toContain(
      '1 with rule bp',
    );
  });
});

describe('so do the other commands', () => {
  const relax = 'n.json --params p --batch b --out o';
  const simulate = 'n.json --input b --out o';

  it.each<[Command, string, string]>([
    [
      relaxCommand(),
      `${relax} --seed 3`,
      '--seed: got it with schedule synchronous, expected schedule asynchronous',
    ],
    [relaxCommand(), `${relax} --engine events --backend cpu`, '--backend: got it with engine events'],
    [relaxCommand(), `${relax} --duration 3 --step-size 1`, '--step-size: got it with duration 3'],
    [
      simulateCommand(),
      `${simulate} --messages threshold --quantum 1 --steps 3`,
      '--steps: got it with messages threshold',
    ],
    [simulateCommand(), `${simulate} --params p --seed 3`, '--seed: got it with --params and nothing random'],
    [agreeCommand(), '--batch b --batch-size 3', '--batch-size: got it with a --batch and without --train'],
    [agreeCommand(), '--learning-rate 3', '--learning-rate: got it with nothing that learns'],
    [agreeCommand(), '--batch b --params p --seed 3', '--seed: got it with --params and --batch'],
    [
      agreeCommand(),
      '--duration 3 --derivative current',
      'agree: got options that no presentation on both engines has',
    ],
    [auditCommand(), '--rule bp --steps 3', '--steps: got it with rule bp'],
    [
      streamCommand(),
      '--taught 0 --target-delay 3',
      '--target-delay: got it with taught 0, expected targets that come.',
    ],
  ])('%#', async (command, options, line) => {
    expect(await refusalOf(command, options)).toContain(line);
  });

  it('and a backend that was asked for and is missing', async () => {
    const { startBackend } = await import('../../src/sim/batched/backend.js');
    if ((await startBackend()).name === 'tfjs-node') return;
    expect(await refusalOf(infoCommand(), '--backend tfjs-node')).toMatch(
      /^backend: got tfjs-node, which does not load \(.+\), expected one that loads\. Try wasm or cpu\.$/,
    );
  });
});
