import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { here } from './here.js';
import { tensor, tensorFile } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const written = (name: string, description: object): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(description));
  return path;
};

const lstm = written('lstm.json', {
  inputs: { u: [3, 2] },
  nodes: {
    cell: { builder: 'lstm', units: 2, steps: 3, from: ['u'] },
    out: { type: 'dense', units: 1, from: ['cell'] },
  },
  outputs: { out: { loss: 'mse' } },
});

it('gradcheck holds every parameter to backpropagation and differences, and draws the error', async () => {
  const plot = join(folder, 'error.svg');
  const { code, stdout, stderr } = await here([
    'gradcheck',
    lstm,
    '--backend',
    'cpu',
    '--plot',
    plot,
    '--json',
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain('checked out.bias: 5 of 5');
  const { rows, course } = JSON.parse(stdout);
  expect(rows.map(({ parameter }: { parameter: string }) => parameter)).toEqual([
    ...['cell.ih.0.weight', 'cell.ih.0.bias', 'cell.hh.1.weight', 'out.weight', 'out.bias'],
  ]);
  for (const { relaxed, differences, onBackend } of rows) {
    expect(relaxed).toBeLessThan(1e-12);
    expect(differences).toBeLessThan(1e-6);
    expect(onBackend).toBeLessThan(1e-5);
  }
  // The deepest gradient comes last, and comes.
  const errors = course.map((row: Record<string, number>) => row['cell.ih.0.weight']);
  expect(errors[0]).toBeGreaterThan(0.1);
  expect(errors.at(-1)).toBeLessThan(1e-8);
  expect(readFileSync(plot, 'utf8')).toContain('<svg');
});

it('gradcheck takes a shorter step where a kink is between', async () => {
  const layers = [
    { type: 'dense', units: 1, activation: 'relu' },
    { type: 'dense', units: 1 },
  ];
  const near = written('near.json', { input: [1], layers });
  // What the first unit adds up is 5e-6: a step of 1e-5 down leads over its kink.
  const params = tensorFile(folder, 'near.safetensors', [
    ['layers.0.weight', tensor([1, 1], [1], 'F64')],
    ['layers.0.bias', tensor([1], [-1 + 5e-6], 'F64')],
    ['layers.1.weight', tensor([1, 1], [1], 'F64')],
    ['layers.1.bias', tensor([1], [0], 'F64')],
  ]);
  const batch = tensorFile(folder, 'batch.safetensors', [
    ['input', tensor([1, 1], [1], 'F64')],
    ['target', tensor([1, 1], [1], 'F64')],
  ]);
  const options = ['--params', params, '--batch', batch, '--backend', 'cpu', '--json'];
  const { stdout } = await here(['gradcheck', near, ...options]);
  for (const { parameter, differences } of JSON.parse(stdout).rows)
    expect(differences, parameter).toBeLessThan(1e-6);
});

it('info says what a network is made of, and how long it takes to relax', async () => {
  const { code, stdout } = await here(['info', lstm, '--expand']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/cell\.hh\.2 +dense +linear +\[8\] +relaxing +1 +of cell\.hh\.1/);
  expect(stdout).toContain('longest relaxing path 3; for an error of 0.001: ');
  const totals = JSON.parse((await here(['info', lstm, '--json'])).stdout);
  // 8 x 2 + 8 of what comes in, 8 x 2 of what comes back, 2 + 1 of the output.
  expect(totals.parameters).toBe(43);
});

it('what is wrong with a graph is said by node', async () => {
  const bad = written('bad.json', {
    inputs: { x: [4, 4] },
    nodes: { c: { type: 'conv2d', filters: 1, kernel: 5, from: ['x'] } },
    outputs: { c: { loss: 'mse' } },
  });
  const { code, stderr } = await here(['gradcheck', bad]);
  expect(code).toBe(2);
  expect(stderr).toContain('nodes.c.kernel: got a kernel that covers 5, expected at most 4');
  const nothing = await here(['info', '--expand']);
  expect(nothing.code).toBe(2);
  expect(nothing.stderr).toContain('--expand: got no network');
});
