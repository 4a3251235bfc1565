import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Commands, Ended } from './process.js';

/** A command that is disturbed, and what has to hold afterwards. */
export interface Subject {
  readonly name: string;
  /** The command that writes to `out`. */
  begin(out: string): string[];
  /** What a user does after a disturbance. @returns the last command's end, and whether the folder was refused for good */
  goOn(commands: Commands, out: string): Promise<{ readonly ended: Ended; readonly refused?: boolean }>;
  /** Files that have to be the same, to the byte, as without a disturbance. */
  files(out: string): string[];
  /** Environment for the command that writes to `out`. */
  env?(out: string): NodeJS.ProcessEnv;
}

const few = ['--epochs', '2', '--batch-size', '8', '--checkpoint-every', '4', '--steps', '4', '--quiet'];

/** @param network a network's file, and @param input a stimulus of it */
export function subjects(network: string, input: string): Subject[] {
  const train = (out: string) => ['train', network, ...few, '--out', out];
  const seeds = (out: string) => [...train(out), '--seeds', '2', '--jobs', '2'];
  const simulate = (out: string) => [
    'simulate',
    network,
    '--input',
    input,
    '--record-activity',
    'layers.0',
    '--steps',
    '300',
    '--out',
    out,
  ];
  const stream = (out: string) => [
    'stream',
    network,
    '--images',
    '40',
    '--log-every',
    '5',
    '--limit-test-samples',
    '10',
    '--quiet',
    '--out',
    out,
  ];
  return [
    { name: 'train', begin: train, goOn: resumed(train), files: () => runFiles },
    {
      name: 'train --seeds',
      begin: seeds,
      goOn: resumed(seeds),
      files: () => ['seed-1', 'seed-2'].flatMap((seed) => runFiles.map((file) => join(seed, file))),
    },
    { name: 'simulate', begin: simulate, goOn: again(simulate), files: filesBelow },
    { name: 'stream', begin: stream, goOn: again(stream, true), files: filesBelow },
    {
      name: 'data fetch',
      begin: () => ['data', 'fetch', 'optdigits'],
      goOn: fetchedAgain,
      files: filesBelow,
    },
  ];
}

const runFiles = ['config.json', 'metrics.jsonl', 'checkpoint.safetensors'];

const filesBelow = (out: string) =>
  readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(out, name)).isFile(),
  );

function resumed(begin: (out: string) => string[]): Subject['goOn'] {
  return async (commands, out) => {
    const ended = await commands.run(['train', '--resume', out, '--quiet']);
    if (ended.code !== 2 || !/got no run with a checkpoint/.test(ended.stderr)) return { ended };
    // Nothing was trained yet: the folder can be used again.
    return { ended: await commands.run(begin(out)) };
  };
}

function again(begin: (out: string) => string[], refusable = false): Subject['goOn'] {
  return async (commands, out) => {
    const ended = await commands.run(begin(out));
    if (ended.code !== 2 || !/got a folder that holds/.test(ended.stderr)) return { ended };
    // What there is stays: all of it, or, where work cannot be gone on with, a part.
    const whole = refusable ? isWholeStream(out) : existsSync(join(out, 'messages.jsonl'));
    return { ended: { ...ended, code: whole || refusable ? 0 : 2 }, refused: !whole };
  };
}

const fetchedAgain: Subject['goOn'] = async (commands) => ({
  ended: await commands.run(['data', 'fetch', 'optdigits']),
});

// One that was asked to stop keeps what is done, and says so.
const isWholeStream = (out: string) =>
  existsSync(join(out, 'accuracy.svg')) &&
  /"interrupted":false/.test(readFileSync(join(out, 'metrics.jsonl'), 'utf8'));

/** Whether the rows that were kept of an interrupted stream are the first of the undisturbed one. */
export function keptRows(out: string, reference: string): boolean {
  const [kept, whole] = [out, reference].map((folder) =>
    readFileSync(join(folder, 'metrics.jsonl'), 'utf8')
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.includes('"kind":"interval"')),
  );
  return kept.every((line, i) => line === whole[i]);
}

/** Bytes of a file, or nothing. */
export const bytesOf = (path: string) =>
  existsSync(path) ? readFileSync(path).toString('latin1') : undefined;
