import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../src/lab/files.js';
import { energySections, spending, untilReached } from '../../src/lab/report/energy.js';
import { tinyRun, trainAll } from './runs/runs.js';

const row = (epoch: number, accuracy: number, up: number) => ({
  kind: 'epoch',
  epoch,
  'test/accuracy': accuracy,
  ...(epoch === 0
    ? {}
    : {
        'energy/presentations': 10,
        'energy/messages/up': 20,
        'energy/messages/down': 5,
        'energy/messages/teaching': 10,
        'energy/operations/up': up,
        'energy/operations/down': 100,
        'energy/operations/teaching': 50,
      }),
});
const rows = [row(0, 0.1, 0), row(1, 0.55, 250), row(2, 0.72, 350), row(3, 0.71, 450)];

describe('what a training cost', () => {
  it('is told per presentation and added up over epochs', () => {
    expect(spending(rows)).toEqual([
      { epoch: 1, messages: 3.5, operations: 40, soFar: 400, accuracy: 0.55 },
      { epoch: 2, messages: 3.5, operations: 50, soFar: 900, accuracy: 0.72 },
      { epoch: 3, messages: 3.5, operations: 60, soFar: 1500, accuracy: 0.71 },
    ]);
  });

  it('is told for every accuracy that was reached, at the first epoch that reached it', () => {
    expect(untilReached(spending(rows))).toEqual([
      { accuracy: 0.5, epoch: 1, operations: 400 },
      { accuracy: 0.6, epoch: 2, operations: 900 },
      { accuracy: 0.7, epoch: 2, operations: 900 },
    ]);
  });

  it('is a section of the report, where it was counted', () => {
    expect(energySections([{ epoch: 1, 'test/accuracy': 1 }])).toEqual([]);
    const [section] = energySections(rows);
    expect(section.text).toContain('60 synaptic operations');
    expect(section.text).toContain('70 % after 900 (epoch 2)');
    expect(section.table?.rows).toHaveLength(3);
    expect(section.figures?.[0]).toContain('synaptic operations');
  });

  it('is shown against the loss where there is no accuracy', () => {
    const losses = rows.map(({ 'test/accuracy': _, ...rest }, i) => ({
      ...rest,
      'test/loss': 0.123456 - i / 100,
    }));
    const [section] = energySections(losses);
    expect(section.table?.columns.at(-1)).toBe('test loss');
    expect(section.table?.rows.map((cells) => cells.at(-1))).toEqual([0.1135, 0.1035, 0.09346]);
    expect(section.figures?.[0]).toContain('test loss');
    expect(section.text).not.toContain('accuracy');
  });
});

describe('a run', () => {
  // 16-6-10 on 30 samples an epoch: below the output there is only one layer, whose feedback nobody would hear.
  it('on the event engine counts every presentation of an epoch', async () => {
    const directory = await trainAll(await tinyRun({ engine: 'events' }));
    const [untrained, ...epochs] = readJsonLines(join(directory, 'metrics.jsonl')).filter(
      ({ kind }) => kind === 'epoch',
    );
    expect(Object.keys(untrained).filter((key) => key.startsWith('energy/'))).toEqual([]);
    const each = { messages: [16 + 6, 10, 6 + 10], operations: [16 * 6 + 60, 60, 16 * 6 + 60] };
    for (const epoch of epochs) {
      expect(epoch['energy/presentations']).toBe(30);
      for (const name of ['messages', 'operations'] as const) {
        const told = ['up', 'down', 'teaching'].map((way) => epoch[`energy/${name}/${way}`]);
        expect(told).toEqual(each[name].map((count) => 30 * count));
      }
    }
    expect(readFileSync(join(directory, 'report.html'), 'utf8')).toContain('<h2>Energy</h2>');
  });

  it('on the batched engine has nothing to count', async () => {
    const directory = await trainAll(await tinyRun());
    expect(readFileSync(join(directory, 'metrics.jsonl'), 'utf8')).not.toContain('energy');
    expect(readFileSync(join(directory, 'checkpoint.safetensors'), 'latin1')).not.toContain('nergy');
    expect(readFileSync(join(directory, 'report.html'), 'utf8')).not.toContain('<h2>Energy</h2>');
  });
});
