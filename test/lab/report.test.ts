import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { dataId, type MetricRow, type ReportData, report } from '../../src/lab/report/index.js';

interface Element {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

const parse = (html: string) => parseHTML(html).document as unknown as Element;
const texts = (html: string, selector: string) =>
  [...parse(html).querySelectorAll(selector)].map(({ textContent }) => textContent);

const metrics: MetricRow[] = [
  { epoch: 1, 'train/loss': 0.5, 'train/accuracy': 0.8, 'test/loss': 0.6, 'test/accuracy': 0.75 },
  { epoch: 2, 'train/loss': 0.25, 'train/accuracy': 0.9, 'test/loss': 0.35, 'test/accuracy': 0.875 },
  {
    epoch: 3,
    'train/loss': 0.125,
    'train/accuracy': 0.95,
    'test/loss': null,
    'test/accuracy': 0.85,
    note: 'late',
  },
];

const full: ReportData = {
  title: 'A <run> & "more"',
  summary: 'It </script><script>alert(1)</script> learns.',
  runs: [{ name: 'seed 1', metrics }],
  confusion: {
    labels: ['0', '1'],
    counts: [
      [5, 1],
      [0, 4],
    ],
  },
  relaxation: {
    stepSize: 0.1,
    series: [
      { name: 'layers.0', values: [1, 0.1, 0.01] },
      { name: 'layers.1', values: [1, 0.2, 0] },
    ],
  },
  configuration: { 'learning.rate': 0.064, feedback: 'transpose <T>', shuffle: true, limit: null },
  provenance: { commit: 'abc123', node: '20.19.0' },
  sections: [
    { title: 'Notes & queries', text: 'First.\n\nSecond <i>.' },
    {
      title: 'Table',
      table: {
        columns: ['name', 'value'],
        rows: [
          ['a<b', 1.5],
          ['c', null],
        ],
      },
    },
    { title: 'Figure', figures: ['<svg class="figure" id="own"></svg>'] },
    { title: 'Empty' },
  ],
};
const html = report(full);

describe('a report', () => {
  it('needs nothing from outside', () => {
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|@import|<link|<iframe|\bsrc=/,
    );
    expect(
      [...html.matchAll(/(?:href|url)\s*[=(]\s*["']?([^"')]*)/g)].map(([, target]) => target.slice(0, 5)),
    ).toEqual([]);
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts).toEqual([`<script type="application/json" id="${dataId}">`]);
    expect(html).toContain(`content="default-src 'none';`);
  });

  it('is the same for the same data', () => {
    expect(report(structuredClone(full))).toBe(html);
  });

  it('shows all that it is given, escaped', () => {
    expect(texts(html, 'title, h1')).toEqual([full.title, full.title]);
    expect(texts(html, '.summary')).toEqual([full.summary]);
    expect(texts(html, 'h2')).toEqual([
      'Learning',
      'Confusion',
      'Relaxation',
      'Notes & queries',
      'Table',
      'Figure',
      'Configuration',
      'Provenance',
    ]);
    expect(texts(html, '.settings th')).toEqual([
      'learning.rate',
      'feedback',
      'shuffle',
      'limit',
      'commit',
      'node',
    ]);
    expect(texts(html, '.settings td')).toEqual(['0.064', 'transpose <T>', 'true', '–', 'abc123', '20.19.0']);
    expect(texts(html, 'p').slice(1)).toEqual(['First.', 'Second <i>.']);
    expect(html).toContain('<svg class="figure" id="own"></svg>');
    expect(html).not.toMatch(/undefined|NaN/);
  });

  it('says how the run ended and how good it was at its best', () => {
    expect(texts(html, '.wide')[0]).toContain('best test accuracy (%)');
    const [row] = [...parse(html).querySelectorAll('.wide tbody tr')];
    expect([...row.querySelectorAll('td')].map(({ textContent }) => textContent)).toEqual([
      'seed 1',
      '3',
      '0.1250',
      '0.3500',
      '95.00',
      '85.00',
      '87.50',
    ]);
  });

  it('sets only columns of numbers flush right', () => {
    expect(html).toContain(
      '<tr><td>a&lt;b</td><td class="number">1.5</td></tr><tr><td>c</td><td class="number">–</td></tr>',
    );
  });

  it('draws learning, confusion and relaxation', () => {
    const labels = texts(html, 'svg text');
    expect(labels).toEqual(expect.arrayContaining(['epoch', 'loss', 'accuracy (%)', 'training', 'test']));
    expect(labels).toEqual(expect.arrayContaining(['predicted class', 'true class', '5', '4']));
    expect(labels).toEqual(
      expect.arrayContaining([
        'relaxation step (step size 0.1 τ)',
        'squared error (sum over units, mean over samples)',
        'layers.0',
        'layers.1',
      ]),
    );
    expect(texts(html, '[aria-label=line] path').length).toBe(6);
    // Per cent, where the metrics are fractions.
    expect(labels).toEqual(expect.arrayContaining(['80', '90']));
  });

  it('carries its numbers as JSON, without the figures', () => {
    const { sections, ...rest } = JSON.parse(parse(html).querySelector(`#${dataId}`)?.textContent ?? '');
    const { sections: given = [], ...numbers } = full;
    expect(rest).toEqual(numbers);
    expect(sections).toEqual(given.map(({ figures: _, ...section }) => section));
  });
});

describe('several runs', () => {
  const runs = ['one', 'two', 'three'].map((name) => ({ name, metrics }));
  const page = report({ ...full, runs });

  it('share the charts, each in its colour, training dashed', () => {
    const charts = [...parse(page).querySelectorAll('main > section svg.figure')].slice(0, 2);
    const [loss, accuracy] = charts.map(
      (chart) => [...chart.querySelectorAll('[aria-label=line] path')].length,
    );
    expect([loss, accuracy]).toEqual([6, 6]);
    const legend = [...charts[0].querySelectorAll('.legend text')].map(({ textContent }) => textContent);
    expect(legend).toEqual(['one', 'two', 'three']);
    // Training went better, so its line lies higher.
    const tops = (selector: string) =>
      [...charts[1].querySelectorAll(selector)].map((path) =>
        Number(/^M[\d.]+,([\d.]+)/.exec(path.getAttribute('d') ?? '')?.[1]),
      );
    expect(tops('[aria-label=line]:not([stroke-dasharray]) path').length).toBe(3);
    const trained = Math.max(...tops('[stroke-dasharray="4 3"] path'));
    expect(trained).toBeLessThan(Math.min(...tops('[aria-label=line]:not([stroke-dasharray]) path')));
    const dashed = [...charts[0].querySelectorAll('[stroke-dasharray="4 3"] path')];
    expect(dashed.length).toBe(3);
    expect(charts[0].textContent).toContain('Solid: test. Dashed: training.');
  });

  it('have a row each', () => {
    expect(texts(page, 'main > section .wide tbody tr td:first-child').slice(0, 3)).toEqual([
      'one',
      'two',
      'three',
    ]);
  });
});

describe('what there is not', () => {
  it('leaves no trace', () => {
    const page = report({ title: 't', summary: 's', runs: [], configuration: {}, provenance: {} });
    expect(texts(page, 'h2, table, figure, svg')).toEqual([]);
    expect(texts(page, 'h1')).toEqual(['t']);
  });

  it('leaves out the column and the chart: steps without accuracy', () => {
    const page = report({
      ...full,
      runs: [
        {
          name: 'r',
          metrics: [
            { step: 10, 'train/loss': 1 },
            { step: 20, 'train/loss': 0 },
          ],
        },
      ],
    });
    expect(texts(page, 'main > section .wide thead th').slice(0, 2)).toEqual(['run', 'training loss']);
    expect(texts(page, '.wide tbody td').slice(0, 2)).toEqual(['r', '0.000']);
    expect(texts(page, 'svg text')).toContain('step');
    expect(texts(page, 'svg text')).not.toContain('accuracy (%)');
  });
});
