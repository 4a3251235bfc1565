import { expect, it } from 'vitest';
import { parallel, scatter } from '../../../src/lab/plots/index.js';

const count = (text: string, part: string) => text.split(part).length - 1;

it('a scatter plot has a dot for each finite point, and a legend of what is marked', () => {
  const points = [
    { x: 0.1, y: 1 },
    { x: 1, y: 2, marked: true },
    { x: 10, y: Number.NaN },
  ];
  const svg = scatter({
    title: 'rate',
    points,
    x: 'learningRate',
    y: 'loss',
    xScale: 'log',
    mark: 'the best',
  });
  // Two points, and the sign of the legend.
  expect(count(svg, '<circle')).toBe(3);
  for (const text of ['rate', 'learningRate', 'loss', 'the best']) expect(svg).toContain(`>${text}<`);
  expect(scatter({ points: [], x: 'a', y: 'b' })).toContain('<svg');
  const names = scatter({
    points: [{ x: 'ar', y: 1 }],
    x: 'rule',
    y: 'loss',
    xScale: 'names',
    names: ['ar', 'bp'],
  });
  for (const name of ['ar', 'bp']) expect(names).toContain(`>${name}<`);
});

it('parallel coordinates have a line for each trial, below an axis where it has no value', () => {
  const axes = [
    { label: 'rule', scale: 'names', names: ['ar', 'bp'] },
    { label: 'steps', scale: 'linear' },
    { label: 'accuracy', scale: 'linear' },
  ] as const;
  const lines = [{ values: ['ar', 20, 0.5] }, { values: ['bp', undefined, 0.9], marked: true }];
  const svg = parallel({ axes, lines, mark: 'the best' });
  expect(count(svg, 'aria-label="line"')).toBe(2);
  expect(svg).toContain('A line below an axis has no such parameter.');
  for (const { label } of axes) expect(svg).toContain(`>${label}<`);
  expect(parallel({ axes, lines: [{ values: ['ar', 1, 2] }] })).not.toContain('below an axis');
});
