import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compared } from '../../../src/lab/compare/comparison.js';
import { findRuns } from '../../../src/lab/compare/find.js';
import { comparisonPage } from '../../../src/lab/compare/page/page.js';
import { script } from '../../../src/lab/compare/page/script.js';
import { made } from './made.js';

const folder = mkdtempSync(join(tmpdir(), 'relaxon-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the page has uPlot draw. */
interface Drawn {
  readonly options: {
    readonly title: string;
    readonly series: readonly { readonly label?: string; readonly dash?: readonly number[] }[];
    readonly bands: readonly { readonly series: readonly number[] }[];
    readonly axes: readonly { readonly label: string }[];
    readonly scales: { readonly x: { readonly distr?: number }; readonly y: { readonly distr?: number } };
  };
  readonly columns: readonly (readonly (number | null)[])[];
}

let html: string;

beforeAll(() => {
  const rows = (values: readonly number[]) =>
    values.map((loss, i) => ({ kind: 'interval', step: 5 * (i + 1), 'train/loss': loss }));
  made(join(folder, '1'), { accuracy: 0.5, rows: rows([4, 2, 0]) });
  made(join(folder, '2'), { accuracy: 0.7, rows: rows([8, 6, 4]), seed: 2 });
  made(join(folder, '3'), { accuracy: 0.1, rows: rows([100]), seed: 3, state: 'interrupted' });
  html = comparisonPage(compared(findRuns([folder])), 'A <title>');
});

/** Runs the page's script as a browser would, with these controls. */
function drawn(settings: Readonly<Record<string, string | boolean>> = {}): Drawn[] {
  const { document } = parseHTML(html) as unknown as { readonly document: Document };
  const all: Drawn[] = [];
  class uPlot {
    constructor(options: Drawn['options'], columns: Drawn['columns']) {
      all.push({ options, columns });
    }
  }
  for (const [id, value] of Object.entries(settings)) {
    const control = document.getElementById(id)!;
    if (typeof value === 'string') Object.defineProperty(control, 'value', { value });
    else if (value) control.setAttribute('checked', '');
    else control.removeAttribute('checked');
  }
  // linkedom leaves this to browsers.
  for (const box of document.querySelectorAll('input[type=checkbox]'))
    Object.defineProperty(box, 'checked', { value: box.hasAttribute('checked') });
  const globals = {
    document,
    uPlot,
    getComputedStyle: () => ({ color: '#000' }),
    addEventListener() {},
    innerWidth: 1000,
  };
  runInNewContext(script, globals);
  return all;
}

interface Document {
  querySelectorAll(selector: string): Iterable<{ hasAttribute(name: string): boolean }>;
  getElementById(id: string): {
    setAttribute(name: string, value: string): void;
    removeAttribute(name: string): void;
  } | null;
}

const chart = (title: string, settings?: Parameters<typeof drawn>[0]) =>
  drawn(settings).find(({ options }) => options.title === title)!;
const loss = 'Training loss, mean since the row before';

describe('the page', () => {
  it('draws means of the runs that finished, a band of one deviation, and others broken', () => {
    const { options, columns } = chart(loss, { x: 'step', smoothing: '0' });
    const [xs, mean, high, low, other] = columns;
    expect(xs).toEqual([5, 10, 15]);
    expect(mean).toEqual([6, 4, 2]);
    // Of 4 and 8, n - 1.
    const sd = Math.sqrt(8);
    for (const [i, middle] of [6, 4, 2].entries()) {
      expect(high[i]).toBeCloseTo(middle + sd, 12);
      expect(low[i]).toBeCloseTo(middle - sd, 12);
    }
    expect(other).toEqual([100, null, null]);
    expect(options.bands).toMatchObject([{ series: [2, 3] }]);
    expect(options.series[4]).toMatchObject({ label: 'A, seed 3 (interrupted)', dash: [5, 4] });
    expect(options.axes.map(({ label }) => label)).toEqual([
      'step (minibatches)',
      'training loss (mean over samples)',
    ]);
  });

  it('smooths each run before the mean, and as if nothing had been before the first row', () => {
    const [, mean] = chart(loss, { x: 'step', smoothing: '0.5' }).columns;
    // (4 / 2 + 2) / 1.5 of one run, (8 / 2 + 6) / 1.5 of the other.
    expect(mean[0]).toBeCloseTo(6, 12);
    expect(mean[1]).toBeCloseTo((8 / 3 + 20 / 3) / 2, 12);
  });

  it('leaves out what a logarithmic axis cannot show, and goes by epochs', () => {
    const { options, columns } = chart(loss, { x: 'epoch', smoothing: '0', 'log-y': true });
    expect(options.scales).toMatchObject({ y: { distr: 3 } });
    expect(columns[0]).toEqual([0.25, 0.5, 0.75]);
    // One of the two is 0 at the last: the mean is of the other.
    expect(columns[1]).toEqual([6, 4, 4]);
    expect(options.axes[0].label).toBe('epoch');
  });

  it('shows single runs where that is asked for, and what is to be shown only', () => {
    const single = chart('Test accuracy', { x: 'step', smoothing: '0', single: true });
    expect(single.options.series.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['A, seed 1', 'A, seed 2']),
    );
    const titles = drawn({ x: 'step', smoothing: '0', 'chart-0': false }).map(({ options }) => options.title);
    expect(titles).not.toContain('Test accuracy');
    expect(titles).toContain(loss);
  });

  it('says what its scripts are, and escapes what it is given', () => {
    expect(html).toContain('<title>A &lt;title&gt;</title>');
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)![1];
    expect(policy.match(/'sha256-[^']+'/g)).toHaveLength(2);
    expect(policy).toContain("default-src 'none'");
    // The licence of the library stands before its code.
    expect(html.indexOf('Permission is hereby granted')).toBeLessThan(html.indexOf('var uPlot='));
  });
});
