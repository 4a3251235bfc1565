import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectRefusal, expectUsageError } from './refusal.js';
import { jsonFile, tensor, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const params = tensorFile(folder, 'params.safetensors', tensorsFor(tinyNetwork));
const batch = tensorFile(folder, 'batch.safetensors', [
  ['input', tensor([1, 16], Array(16).fill(0.5))],
  ['target', tensor([1, 10], Array(10).fill(0.1))],
]);

/** A place for each, since they run at the same time. */
let places = 0;
const with_ = (args: readonly string[], option: string) => [
  ...args,
  '--out',
  join(folder, `out-${places++}`),
  ...option.split(' '),
];
const train = (option: string) => with_(['train', network], option);
const relax = (option: string) => with_(['relax', network, '--params', params, '--batch', batch], option);
const simulate = (option: string) => with_(['simulate', network, '--input', batch], option);
const agree = (option: string) => ['agree', network, ...option.split(' ')];

const refusals: [args: string[], says: string[]][] = [
  [train('--step-size -0.1'), ['stepSize', '-0.1', 'above 0 and below 2']],
  [relax('--step-size 2'), ['stepSize', 'got 2,', 'above 0 and below 2']],
  [simulate('--step-size 3.5'), ['stepSize', 'got 3.5,', 'above 0 and below 2']],
  [train('--steps -1'), ['steps', 'got -1,', 'whole number from 0']],
  [train('--epochs 0'), ['train.epochs', 'got 0,', 'at least 1']],
  [train('--learning-rate -0.1'), ['train.learningRate', 'got -0.1,', 'above 0']],
  [train('--data minst'), ['data set', '"minst"', 'fashion-mnist', 'Try "mnist"']],
  [train('--rule arr'), ['train.rule', '"arr"', 'ar, bp', 'Try "ar"']],
  [train('--schedule topdown'), ['schedule', '"topdown"', 'synchronous, top-down', 'Try "top-down"']],
  [relax('--solver eulr'), ['solver', '"eulr"', 'euler', 'Try "euler"']],
  [train('--engine event'), ['engine', '"event"', 'batched, events', 'Try "events"']],
  [relax('--engine batch'), ['--engine', '"batch"', 'batched, events', 'Try "batched"']],
  [train('--backend wsam'), ['--backend', '"wsam"', 'tfjs-node, wasm, cpu', 'Try "wasm"']],
  [relax('--backend gpu'), ['--backend', '"gpu"', 'tfjs-node, wasm, cpu']],
  [agree('--backend cpuu'), ['--backend', '"cpuu"', 'Try "cpu"']],
  [
    relax('--solver equilibrium --steps 5'),
    ['--steps: got it with solver equilibrium', 'the fixed point has none'],
  ],
  [train('--rule bp --engine events'), ['train.rule', 'bp with engine events', 'ar']],
  [simulate('--record layers.7'), ['"layers.7"', 'layers.0', 'Try layers.']],
  [simulate('--record layers.0[6]'), ['layers.0[6]', '0-5']],
  [
    ['simulate', '--input', batch],
    ['got no network', 'NETWORK --input FILE, or --restore FILE'],
  ],
];

const usageErrors: [args: string[], says: string[]][] = [
  [train('--steps abc'), ['--steps', '"abc"', 'expected a whole number']],
  [relax('--steps 1.5'), ['--steps', '"1.5"', 'expected a whole number']],
  [train('--step-size big'), ['--step-size', '"big"', 'expected a number']],
  [simulate('--delay -1'), ['--delay', '"-1"', 'at least 0']],
  [agree('--train -2'), ['--train', '"-2"', 'at least 0']],
  [train('--epoch 3'), ["unknown option '--epoch'", '--epochs']],
  [['trian'], ["unknown command 'trian'", 'train']],
  [
    ['data', 'lst'],
    ["unknown command 'lst'", 'list'],
  ],
  [
    ['relax', network, '--params', params, '--out', join(folder, 'out')],
    ["required option '--batch <file>'"],
  ],
];

const before = contents(folder);
const shown = (args: readonly string[]) =>
  args
    .map((arg) => arg.replace(`${folder}/`, ''))
    .join(' ')
    .replace(/--params .* --out out\S*/, '...');

describe.concurrent('a value that makes no sense is refused', () => {
  it.each(refusals.map(([args, says], i) => ({ what: shown(args), args, says, alone: i % 4 === 0 })))(
    '$what',
    (refusal) => expectRefusal({ ...refusal, env }),
  );
});

describe.concurrent('a command line that cannot be read is refused', () => {
  it.each(usageErrors.map(([args, says], i) => ({ what: shown(args), args, says, alone: i % 4 === 0 })))(
    '$what',
    (refusal) => expectUsageError({ ...refusal, env }),
  );
});

it('no refusal leaves a trace', () => {
  expect(contents(folder)).toEqual(before);
});
