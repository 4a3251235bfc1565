import { describe, expect, it } from 'vitest';
import { quickEffort } from '../../bench/effort.js';
import type { Figure, Measurement } from '../../bench/measurement.js';
import { measured, missing } from '../../bench/measurement.js';
import { measurementsOn } from '../../bench/measurements.js';
import { numberText, secondsText } from '../../bench/number-text.js';
import { withFigures } from '../../bench/page.js';
import { asJson, asMarkdown, asText, type Report } from '../../bench/report.js';
import { meets, nested } from '../../bench/results.js';
import { runAll } from '../../bench/run.js';
import { resultsOf, withRun } from '../../bench/store.js';
import { markdownTable, plainTable } from '../../bench/table.js';
import { RelaxonError } from '../../src/errors.js';

const fast: Figure = { key: 'x.fast', meaning: 'how slow', better: 'smaller', target: 2 };
const rate: Figure = { key: 'x.rate.1e4', meaning: 'how many', better: 'larger', target: 5e6 };
const peer: Figure = { key: 'y.peer', meaning: 'against a peer', better: 'larger' };
const working: Measurement = {
  figures: [fast, rate],
  measure: async () => ({
    'x.fast': measured([1, 3, 1.5], '1 s'),
    'x.rate.1e4': measured([4e6], '4 of them'),
  }),
};
const absent: Measurement = {
  figures: [peer],
  measure: async () => missing(['y.peer'], 'no Python with torch'),
};
const broken: Measurement = {
  figures: [{ ...peer, key: 'z.broken' }],
  measure: () => Promise.reject(new RelaxonError('z: got nothing, expected something.')),
};

const run = (only: string, ...list: Measurement[]) =>
  runAll({ measurements: list, effort: quickEffort, only, say: () => {} });

async function report(): Promise<Report> {
  const { results } = await run('', working, absent);
  return {
    quick: true,
    date: '2001-02-03',
    machine: { processor: 'abacus', cores: 2, memoryGiB: 24, system: 'linux', loadBefore: [0.1, 0.2, 0.3] },
    versions: { node: 'v20' },
    peers: {
      torch: { title: 'PyTorch', version: '2', python: '3', blas: 'oneMKL' },
      nest: { title: 'NEST', version: null, reason: 'not installed' },
    },
    results,
  };
}

describe('numbers', () => {
  it('have three digits, and steps of a thousand', () => {
    const texts = [0, 0.01234, 1.148, 12.34, 356.2, 3562, 12.121e6, 999.9e6, 1e5, 4e-7].map(numberText);
    expect(texts).toEqual([
      '0',
      '0.0123',
      '1.15',
      '12.3',
      '356',
      '3562',
      '12.1e6',
      '1.00e9',
      '100e3',
      '4.00e-7',
    ]);
  });

  it('seconds come in the unit that suits them', () => {
    expect([12.3, 0.0123, 12.3e-6, 3e-9].map(secondsText)).toEqual([
      '12.3 s',
      '12.3 ms',
      '12.3 us',
      '3.00 ns',
    ]);
  });
});

describe('tables', () => {
  it('plain ones have columns', () => {
    const rows = [
      ['key', 'value'],
      ['a.long.key', '1'],
    ];
    expect(plainTable(rows)).toBe('key         value\na.long.key  1');
    expect(markdownTable(rows)).toBe('| key | value |\n|---|---|\n| a.long.key | 1 |');
  });

  it('show value, target, verdict, spread and what is behind', async () => {
    const lines = asText(await report()).split('\n');
    expect(lines.slice(-3).map((line) => line.split(/ {2,}/))).toEqual([
      ['x.fast', '1.50', '≤ 2', 'yes', '1.00 to 3.00', '1 s'],
      ['x.rate.1e4', '4.00e6', '≥ 5e6', 'no', '4 of them'],
      ['y.peer', '-', 'no Python with torch'],
    ]);
  });

  it('RESULTS.md says once what sizes of a family mean', async () => {
    expect(asMarkdown(await report())).toContain('- `x.rate`: how many.\n');
  });
});

describe('the JSON object', () => {
  it('has values by key, notes on what is missing, and what is behind each', async () => {
    expect(asJson(await report())).toMatchObject({
      x: { fast: 1.5, rate: { '1e4': 4e6 } },
      y: { peer: null },
      notes: { 'y.peer': 'no Python with torch' },
      machine: { cores: 2 },
      versions: { node: 'v20' },
      peers: { torch: { version: '2', blas: 'oneMKL' }, nest: { version: null, reason: 'not installed' } },
      quick: true,
      figures: {
        'x.fast': { target: 2, met: true, spread: [1, 3], behind: '1 s' },
        'x.rate.1e4': { met: false },
        'y.peer': { target: null, met: null },
      },
    });
  });

  it('nests by dots', () => {
    expect(
      nested([
        ['a.b.c', 1],
        ['a.b.d', null],
        ['a.e', 2],
      ]),
    ).toEqual({ a: { b: { c: 1, d: null }, e: 2 } });
  });
});

describe('a run', () => {
  it('has only what was asked for', async () => {
    const { results } = await run('x.f', working, absent);
    expect(results.map(({ figure }) => figure.key)).toEqual(['x.fast']);
    await expect(run('x.slow', working, absent)).rejects.toThrow(
      'bench --only: got "x.slow", expected the beginning of a key: x.fast, x.rate, y.peer.',
    );
  });

  it('goes on after a measurement that broke, and says so', async () => {
    const outcome = await run('', broken, working);
    expect(outcome.broken).toBe(1);
    expect(outcome.results[0].reading).toEqual({
      value: null,
      reason: 'z: got nothing, expected something.',
    });
    expect(meets(outcome.results[0])).toBeUndefined();
    expect(meets(outcome.results[1])).toBe(true);
  });

  it('has no key twice, and none within another', () => {
    const keys = measurementsOn(['tfjs-node', 'wasm']).flatMap(({ figures }) =>
      figures.map(({ key }) => key),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => keys.some((other) => other.startsWith(`${key}.`)))).toEqual([]);
  });
});

describe('a page with figures', () => {
  it('has the rows that each block names, and where they were measured; a block without rows stays', async () => {
    const page = [
      '# A page',
      '<!-- measured -->',
      'old',
      '<!-- end -->',
      'Between.',
      '<!-- figures: x.rate y -->',
      '<!-- end -->',
      '<!-- figures: none.such -->',
      'stays',
      '<!-- end -->',
    ].join('\n');
    const filled = withFigures(page, await report());
    expect(filled).toContain('abacus, 2 cores');
    expect(filled).not.toContain('old');
    expect(filled).toMatch(
      /Between\.\n<!-- figures: x\.rate y -->\n\| key \|.*\n\|.*\n\| x\.rate\.1e4 \| 4\.00e6 \|/,
    );
    expect(filled).toContain('| y.peer | - |');
    expect(filled).not.toContain('x.fast');
    expect(filled).toContain('stays');
    expect(withFigures(filled, await report())).toBe(filled);
  });
});

describe('rows that stand', () => {
  it('are replaced by those of a run, in the order of the figures; others keep their day', async () => {
    const before = withRun({}, await report());
    expect(Object.keys(before).sort()).toEqual(['x.fast', 'x.rate.1e4', 'y.peer']);
    const later = { date: '2001-02-04', results: [{ figure: fast, reading: measured([7], 'anew') }] };
    const rows = withRun(before, later);
    const results = resultsOf(rows, [rate, fast], '2001-02-04');
    expect(results.map(({ figure, reading }) => [figure.key, reading.value])).toEqual([
      ['x.rate.1e4', 4e6],
      ['x.fast', 7],
    ]);
    expect(results[0].reading).toMatchObject({ behind: '4 of them; 2001-02-03' });
    expect(results[1].reading).toMatchObject({ behind: 'anew' });
  });

  it('are not lost where a peer is missing', async () => {
    const found = { date: '2001-02-03', results: [{ figure: peer, reading: measured([2], 'there') }] };
    const rows = withRun(withRun({}, found), await report());
    expect(rows['y.peer'].reading.value).toBe(2);
  });
});
