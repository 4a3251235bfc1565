import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, expectUsageError } from './refusal.js';
import { relaxon } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const data = tinyMnist(join(folder, 'data'));
const others = tinyMnist(join(folder, 'others'), 120, 40, 2);
const env = { RELAXON_DATA: data };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const wide = jsonFile(folder, 'wide.json', { ...tinyNetwork, input: [5, 5] });
const half = join(folder, 'half.json');
const path = (...names: string[]) => join(folder, ...names);
const out = path('out');
const [one, many, broken, taken] = ['one', 'many', 'broken', 'taken'].map((name) => path(name));
const few = '--epochs 1 --batch-size 8 --limit-train-batches 2 --steps 2 --limit-test-samples 10'.split(' ');
const train = (options: string, description = network) => [
  ...['train', description, ...few, '--out', out],
  ...options.split(' '),
];
const resume = (directory: string, ...more: string[]) => ['train', '--resume', directory, ...more];

let before: Record<string, string>;
beforeAll(async () => {
  writeFileSync(half, '{ "input": [4, 4], ');
  mkdirSync(taken);
  writeFileSync(join(taken, 'diary.txt'), 'do not lose me');
  const seeds = (directory: string) => ['train', network, ...few, '--seeds', '2', '--out', directory];
  const ended = await Promise.all([
    relaxon(['train', network, ...few, '--out', one], { env }),
    relaxon(seeds(many), { env }),
    relaxon(seeds(broken), { env }),
  ]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
  const manifest = join(broken, 'seeds.json');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"seeds"', '"sids"'));
  before = contents(folder);
});

const refusals: [what: string, args: string[], says: string[]][] = [
  ['--jobs alone', train('--jobs 2'), ['--jobs', 'without --seeds', 'Try --seeds']],
  ['--jobs to go on with one run', resume(one, '--jobs', '2'), ['--jobs', one, 'train --seeds wrote']],
  ['--seeds to go on', resume(many, '--seeds', '3'), ['train --resume', 'also --seeds', 'only --epochs']],
  ['another option to go on', resume(many, '--steps', '3'), ['train --resume', 'also --steps']],
  ['a rate to go on that is none', resume(many, '--learning-rate', '0'), ['--learning-rate', 'above 0']],
  [
    'a rate for what is done',
    resume(many, '--learning-rate', '0.1'),
    ['--learning-rate', '2 of 2 runs trained to the end', 'Try more --epochs'],
  ],
  ['fewer epochs to go on', resume(many, '--epochs', '0'), ['epochs', 'got 0', 'at least the 1']],
  ['a list of seeds that cannot be read', resume(broken), [join(broken, 'seeds.json'), 'seeds']],
  ['more runs than anyone means', train('--seeds 20000'), ['--seeds', '20000', 'at most 10000']],
  [
    'seeds past all whole numbers',
    train(`--seeds 2 --seed ${Number.MAX_SAFE_INTEGER}`),
    ['--seeds', 'whole numbers'],
  ],
  ['an unknown rule', train('--seeds 2 --rule arr'), ['train.rule', '"arr"', 'Try "ar"']],
  ['an unknown data set', train('--seeds 2 --data minst'), ['data set', '"minst"']],
  ['an unknown backend', train('--seeds 2 --backend gpu'), ['--backend', '"gpu"']],
  ['a network that is not JSON', train('--seeds 2', half), [half, 'JSON']],
  ['a network that does not fit the data', train('--seeds 2', wide), [`${wide}.input`, 'size 25', '16']],
  [
    'a relaxation that the engine cannot do',
    train('--seeds 2 --engine events --solver closed-form'),
    ['train.relaxation.solver', 'closed-form with engine events', 'euler'],
  ],
  ['a folder with a file', train(`--seeds 2 --out ${taken}`), [taken, 'holds diary.txt', 'new or empty']],
  ['a place where no folder can be', train('--seeds 2 --out /proc/relaxon'), ['/proc/relaxon']],
];

describe.concurrent('once, before anything is trained, is refused', () => {
  it.each(refusals)('%s', async (what, args, says) => {
    await expectRefusal({ what, args, says, env });
  });

  it('other data than the runs began with', async () => {
    const says = [`${many}: data mnist`, 'checksum', 'as the run began with'];
    await expectRefusal({ what: 'data', args: resume(many), says, env: { RELAXON_DATA: others } });
  });

  it.each([
    ['--seeds 0', '"0"'],
    ['--seeds 1.5', '"1.5"'],
    ['--seeds many', '"many"'],
    ['--seeds 2 --jobs 0', '"0"'],
    ['--seeds 2 --jobs -1', '"-1"'],
  ])('%s', async (options, got) => {
    const option = options.includes('--jobs') ? '--jobs' : '--seeds';
    const says = [option, got, 'a whole number of at least 1'];
    await expectUsageError({ what: options, args: train(options), says, env });
  });
});

it('no refusal leaves a trace', () => {
  expect(contents(folder)).toEqual(before);
});
