import { describe, expect, it } from 'vitest';
import { networks } from '../agreement/networks.js';
import { here } from './here.js';
import { jsonFile } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const network = jsonFile(folder, 'net.json', networks['skip connection']);
const few = ['agree', network, '--steps', '10', '--step-size', '0.3'];

interface Row {
  readonly presentation: string;
  readonly quantity: string;
  readonly difference: number;
  readonly tolerance: number;
}

describe.concurrent('agree', () => {
  it('ends with 0 and a table when the engines agree', async () => {
    const { code, stdout, stderr } = await here([...few, '--quiet']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(0)).toMatch(/^presentation +quantity +difference +tolerance$/);
    expect(lines.at(-1)).toBe('the engines agree');
    expect(lines.slice(1, -1).filter((line) => !/ \d\.\d\de[+-]\d+ +1e-\d +ok$/.test(line))).toEqual([]);
  });

  it.each([
    ['pc', ['--steps', '6', '--step-size', '0.2'], ['h1.v', 'h2.e', 'energy after relax']],
    ['dfa', [], ['h1.rate', 'h1.delta', 'out.rate']],
  ])('compares every state under rule %s, gradients and training', async (rule, own, quantities) => {
    const options = ['--rule', rule, ...own, '--train', '1', '--json', '--quiet'];
    const { code, stdout, stderr } = await here(['agree', network, ...options]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { differences } = JSON.parse(stdout) as { differences: Row[] };
    const compared = differences.map(({ quantity }) => quantity);
    for (const name of [...quantities, 'loss', 'out.weight.grad', 'h1.bias after 1 minibatch'])
      expect(compared).toContain(name);
    expect(differences.some(({ difference }) => difference > 0)).toBe(true);
  });

  it.each([
    ['--rule bp', '--rule: got bp with command agree'],
    ['--rule pc --solver euler', '--solver: got it with rule pc'],
    ['--beta 1', '--beta: got it with rule ar, expected rule ep'],
    ['--rule pc --plasticity continuous', 'got 2 samples, expected 1'],
  ])('%s is refused', async (options, text) => {
    const { code, stderr } = await here(['agree', network, ...options.split(' '), '--quiet']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(text) });
  });

  it('compares every quantity under every solver and schedule, and training, as one JSON object', async () => {
    const { code, stdout } = await here([...few, '--train', '2', '--json']);
    const { agree, differences } = JSON.parse(stdout) as { agree: boolean; differences: Row[] };
    expect([code, agree]).toEqual([0, true]);
    const names = [...new Set(differences.map(({ presentation }) => presentation))].join('; ');
    for (const name of ['ar euler synchronous', 'ar euler top-down', 'ar equilibrium'])
      expect(names).toContain(name);
    const compared = new Set(differences.map(({ quantity }) => quantity));
    for (const quantity of ['loss', 'h1.activity', 'out.weight.grad', 'h2.bias after 2 minibatches']) {
      expect(compared).toContain(quantity);
    }
    expect(differences.filter(({ difference, tolerance }) => !(difference <= tolerance))).toEqual([]);
    // Two precisions are never equal everywhere: zeros would mean that one engine was compared with itself.
    expect(differences.some(({ difference }) => difference > 0)).toBe(true);
  });

  it('compares only the solver and schedule that are asked for', async () => {
    const { stdout } = await here([...few, '--solver', 'euler', '--schedule', 'top-down', '--json']);
    const { differences } = JSON.parse(stdout) as { differences: Row[] };
    expect([...new Set(differences.map(({ presentation }) => presentation))]).toEqual(['ar euler top-down']);
  });

  it('ends with 1 and one line when they are further apart than they may', async () => {
    const { code, stdout, stderr } = await here([...few, '--tolerance', '1e-12', '--quiet']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/TOO FAR\n[\s\S]*\d+ of \d+ quantities are too far apart\n$/);
    expect(stderr).toMatch(
      /^relaxon: agree\.[^\n]+: got a difference of [^\n]+, expected at most 1e-12\.[^\n]+\n$/,
    );
  });

  it('ends with 1 and still prints its JSON object', async () => {
    const { code, stdout } = await here([...few, '--tolerance', '1e-12', '--json', '--quiet']);
    expect([code, JSON.parse(stdout).agree]).toEqual([1, false]);
  });
});

describe('agree under rules whose gradients are differences of states', () => {
  const pooled = jsonFile(folder, 'pooled.json', {
    input: [6, 6],
    layers: [
      { type: 'conv2d', filters: 2, kernel: 3, activation: 'tanh' },
      { type: 'maxPool2d', kernel: 2 },
      { type: 'dense', units: 4, activation: 'tanh' },
      { type: 'dense', units: 3 },
    ],
    loss: 'mse',
  });

  it.each(['ep', 'chl'])(
    '%s: states are the same at every step, and what rounding magnifies is told',
    async (rule) => {
      const { code, stdout, stderr } = await here(['agree', pooled, '--rule', rule, '--quiet']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const lines = stdout.trimEnd().split('\n');
      expect(lines.filter((line) => /\.[sx] /.test(line) && !/ok$/.test(line))).toEqual([]);
      expect(stdout).not.toContain('TOO FAR');
      expect(lines.at(-1)).toBe('the engines agree');
      if (rule === 'chl')
        expect(stdout).toMatch(
          /grad +\S+ +1e-5 +rounding\n[\s\S]*rounding: in float64 the engines are at most \d/,
        );
    },
  );

  it('activation relaxation, in continuous time, too: over the pool, which is a relay', async () => {
    const { code, stdout, stderr } = await here(['agree', pooled, '--duration', '3', '--quiet']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ar continuous time +layers\.1\.activity .* ok$/m);
  });

  it('is a failure all the same where a tolerance is named', async () => {
    const { code, stderr } = await here(['agree', pooled, '--rule', 'chl', '--tolerance', '1e-5', '--quiet']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^relaxon: agree\.layers\.0\.\S+ \(chl\): got a difference of /);
  });
});
