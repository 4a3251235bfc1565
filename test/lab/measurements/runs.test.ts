import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../../src/lab/configuration.js';
import { readJsonLines } from '../../../src/lab/files.js';
import { goOn, tinyRun, trainAll, trainUntilInterrupted, trainUntilKilled } from '../runs/runs.js';

const text = (directory: string, name: string) => readFileSync(join(directory, name)).toString('latin1');
const results = (directory: string) => [
  text(directory, 'metrics.jsonl'),
  text(directory, 'checkpoint.safetensors'),
];
const rows = (directory: string) => readJsonLines(join(directory, 'measurements.jsonl'));

const kinds = {
  'ar on the batched engine': {},
  'bp on the batched engine': { rule: 'bp' },
  'learned feedback and current derivatives': { variant: { feedback: 'learned', derivative: 'current' } },
  'an asynchronous schedule': { relaxation: { steps: 3, stepSize: 0.5, schedule: 'asynchronous' } },
  'ar on the event engine': { engine: 'events' },
};

describe.each(Object.entries(kinds))('training by %s', (_, kind) => {
  const measuring = { ...kind, measureEvery: 2 };

  it('ends with the same bits whether it is measured or not', async () => {
    const plain = await trainAll(await tinyRun(kind));
    const measured = await trainAll(await tinyRun(measuring));
    expect(results(measured)).toEqual(results(plain));
    expect(existsSync(join(plain, 'measurements.jsonl'))).toBe(false);
    expect(rows(measured).map(({ step, epoch }) => [step, epoch])).toEqual([
      [0, 0],
      [2, 0.5],
      [4, 1],
      [6, 1.5],
      [8, 2],
    ]);
  });

  it('has the same measurements however often it was stopped', async () => {
    const whole = await trainAll(await tinyRun(measuring));
    for (const after of [1, 4, 7]) {
      const interrupted = await tinyRun(measuring);
      await trainUntilInterrupted(interrupted, after);
      const killed = await tinyRun(measuring);
      await trainUntilKilled(killed, after);
      for (const { directory } of [interrupted, killed]) {
        await trainAll(await goOn(directory));
        expect(text(directory, 'measurements.jsonl')).toBe(text(whole, 'measurements.jsonl'));
        expect(results(directory)).toEqual(results(whole));
      }
    }
  });
});

it('measures at the end, too, and not there when there is more to come', async () => {
  const short = await trainAll(await tinyRun({ measureEvery: 5 }));
  expect(rows(short).map(({ step }) => step)).toEqual([0, 5, 8]);
  const longer = await trainAll(await tinyRun({ measureEvery: 5, epochs: 3 }));
  await trainAll(await goOn(short, 3));
  expect(rows(short).map(({ step }) => step)).toEqual([0, 5, 10, 12]);
  expect(text(short, 'measurements.jsonl')).toBe(text(longer, 'measurements.jsonl'));
});

it('shows curves per layer in the report', async () => {
  const variant = { feedback: 'learned' };
  const html = text(await trainAll(await tinyRun({ measureEvery: 1, variant })), 'report.html');
  for (const said of [
    '<h2>Measurements</h2>',
    'Update and true gradient',
    'Feedback and transposed weights',
    'Distance of the relaxed activities from the gradient',
  ]) {
    expect(html).toContain(said);
  }
  expect(text(await trainAll(await tinyRun()), 'report.html')).not.toContain('Measurements');
});

it.each([0, 1.5, -2])('refuses to measure every %d minibatches', (measureEvery) => {
  expect(() => configurationOf({ measureEvery })).toThrow(/measureEvery: got .*whole number of at least 1/);
});
