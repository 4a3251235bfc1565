import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors, type Tensor } from '../../src/lab/safetensors/index.js';
import {
  chain,
  continuousPredictiveCoding,
  deviation,
  example,
  type PredictiveCodingOptions,
  predictiveCoding,
} from '../reference/index.js';
import { here } from './here.js';
import { jsonFile, tensor, tensorFile } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const problem = example(chain('tanh', 'mse'));
const [description, parameters, batch] = problem;

/** The arguments of a relaxation of that problem, but for the rule. */
function files(dtype: 'F32' | 'F64', out: string): string[] {
  const rows = (
    name: string,
    set: Readonly<Record<string, readonly (readonly number[])[]>>,
  ): [string, Tensor][] =>
    Object.values(set).map((one) => [name, tensor([one.length, one[0].length], one.flat(), dtype)]);
  const params = Object.entries(parameters).map(([name, { shape, data }]): [string, Tensor] => [
    name,
    tensor(shape, Array.from(data), dtype),
  ]);
  return [
    ...['relax', jsonFile(folder, `${out}.json`, description), '--out', join(folder, out)],
    ...['--params', tensorFile(folder, `${out}.params`, params)],
    ...[
      '--batch',
      tensorFile(folder, `${out}.batch`, [...rows('input', batch.inputs), ...rows('target', batch.targets)]),
    ],
  ];
}

const options: PredictiveCodingOptions = {
  convention: 'pre-activation',
  predictions: 'current',
  plasticity: 'equilibrium',
  outputVariance: 2,
  steps: 30,
  stepSize: 0.2,
  learningRate: 1,
};
const asked = '--rule pc --convention pre-activation --output-variance 2 --steps 30 --step-size 0.2'.split(
  ' ',
);

describe.concurrent('relax by a rule in phases', () => {
  it.each([
    ['events', 'F64', 1e-12],
    ['batched', 'F32', 1e-5],
  ] as const)(
    'engine %s writes every state, answers and gradients: the numbers of the reference',
    async (engine, dtype, bound) => {
      const { code, stdout, stderr } = await here([
        ...files(dtype, `${engine}.out`),
        ...[...asked, '--engine', engine, '--json', '--quiet'],
      ]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const want = predictiveCoding(...problem, options);
      const got = readSafetensors(join(folder, `${engine}.out`)).tensors;
      const numbers = Object.fromEntries(
        [...got].map(([name, { data }]) => [name, Array.from(data, Number)]),
      );
      const gradients = Object.entries(want.gradient).map(([name, g]) => [`${name}.grad`, g]);
      const states = Object.entries(want.course.relax.at(-1)!).map(([name, rows]) => [name, rows.flat()]);
      const expected = Object.fromEntries([...gradients, ...states]);
      const found = Object.fromEntries(Object.keys(expected).map((name) => [name, numbers[name]]));
      expect(deviation(found, expected, 1e-300)).toBeLessThan(bound);
      expect(Object.keys(numbers)).toContain('layers.3.answer');
      const { phases } = JSON.parse(stdout);
      expect(phases.map(({ name }: { name: string }) => name)).toEqual(['sweep', 'relax']);
    },
  );

  it('writes where trajectories and, within its quantum or a wanted error, threshold messages end', async () => {
    const threshold = '--duration 2 --messages threshold';
    const ways = ['--duration 2', `${threshold} --quantum 0.001`, `${threshold} --error 0.004`];
    const [told, spoken, wanted] = await Promise.all(
      ways.map(async (how, i) => {
        const asked = `--rule pc --predictions frozen --engine events --quiet ${how}`.split(' ');
        const { code, stderr } = await here([...files('F64', `time-${i}.out`), ...asked]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        return readSafetensors(join(folder, `time-${i}.out`)).tensors;
      }),
    );
    const how = { convention: 'post-activation', outputVariance: 1, time: 2 } as const;
    for (const [node, rows] of Object.entries(continuousPredictiveCoding(...problem, how))) {
      for (const [k, value] of rows.flat().entries()) {
        expect(told.get(`${node}.v`)!.data[k]).toBeCloseTo(value, 12);
        expect(spoken.get(`${node}.v`)!.data[k]).toBeCloseTo(value, 2);
        expect(Math.abs(Number(wanted.get(`${node}.v`)!.data[k]) - value)).toBeLessThan(0.004);
      }
    }
  });

  it('solves frozen predictions at once, by what its steps or its fixed point would be', async () => {
    const frozen = ['--rule', 'pc', '--predictions', 'frozen', '--json', '--quiet'];
    const ways = {
      stepped: ['--steps', '9', '--step-size', '0.3', '--schedule', 'top-down'],
      atOnce: ['--steps', '9', '--step-size', '0.3', '--schedule', 'top-down', '--solver', 'closed-form'],
      long: ['--steps', '200'],
      settled: ['--solver', 'equilibrium'],
    };
    const ends = await Promise.all(
      Object.entries(ways).map(async ([name, way]) => {
        const { code } = await here([...files('F32', name), ...frozen, ...way]);
        expect(code, name).toBe(0);
        return readSafetensors(join(folder, name));
      }),
    );
    const [stepped, atOnce, long, settled] = ends.map(({ tensors }) =>
      Object.fromEntries([...tensors].map(([name, { data }]) => [name, Array.from(data, Number)])),
    );
    expect(deviation(atOnce, stepped, 1)).toBeLessThan(1e-5);
    expect(deviation(settled, long, 1)).toBeLessThan(1e-5);
    expect(deviation(settled, stepped, 1)).toBeGreaterThan(1e-4);
  });

  it('says what has not settled, and nothing where all has', async () => {
    const [few, many] = await Promise.all(
      ['3', '400'].map((steps) =>
        here([...files('F64', `steps-${steps}`), '--rule', 'pc', '--steps', steps, '--engine', 'events']),
      ),
    );
    expect(few.stderr).toMatch(/phase relax has not settled: \|dx\/dt\| up to [\d.]+ per tau/);
    expect(many.stderr).not.toContain('settled');
    expect(many.stdout).toMatch(/phase relax: energy [\d.]+, \|dx\/dt\| up to [\d.e-]+ per tau/);
  });

  it.each([
    ['--rule bp', '--rule: got bp with command relax'],
    ['--rule pc --beta 1', '--beta: got it with rule pc, expected rule ep'],
    ['--rule pc --plasticity continuous', 'got no learning rate'],
    ['--rule pc --learning-rate 1', '--learning-rate: got 1, expected none'],
    ['--rule fa', 'got no layers.1.feedback'],
    ['--rule pc --feedback random', '--feedback: got it with rule pc'],
    ['--rule pc --engine events --duration 3', 'relaxation.duration with rule pc: got set prediction = f('],
    ['--rule pc --solver closed-form', 'relaxation.closed-form with rule pc: got set prediction = f('],
    [
      '--rule pc --engine events --solver equilibrium',
      'relaxation.solver with rule pc: got set prediction = f(',
    ],
    ['--rule fa --solver equilibrium', '--solver: got it with rule fa, expected a rule whose states move'],
    [
      '--rule pc --predictions frozen --duration 3 --engine events --steps 9',
      '--steps: got it with messages',
    ],
    [
      '--rule pc --engine events --messages threshold --error 1',
      'quantaFor with rule pc: got set prediction = f(',
    ],
  ])('%s is refused', async (more, text) => {
    const { code, stderr } = await here([...files('F64', more.replace(/\W/g, '')), ...more.split(' ')]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(text) });
  });
});
