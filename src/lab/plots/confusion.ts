import * as Plot from '@observablehq/plot';
import { refuse } from '../../errors.js';
import { drawPlot, figure, type Panel } from './figure.js';
import { shareBar } from './share-bar.js';
import { inkOn, plain, shade, shorten, textWidth } from './theme.js';

/** Who was taken for whom. */
export interface ConfusionOptions {
  readonly title: string;
  /** The classes' names. */
  readonly labels: readonly string[];
  /** `counts[t][p]`: samples of true class t that were taken for class p. */
  readonly counts: readonly (readonly number[])[];
  readonly caption?: string;
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly count: number;
  /** The part of the row's samples, 0 to 1. */
  readonly share: number;
}

/** Sizes in pixels. */
const widest = 420;
const legible = 26;

/**
 * A confusion matrix as a standalone SVG: counts, and in colour each one's share of its row. The colour follows the
 * square root of the share, for the few mistakes are what one looks for. Counts are left out where cells are small.
 * @throws {InputError} when `counts` is not a square of the labels' size, of numbers from 0 up
 */
export function confusion({ title, labels, counts, caption }: ConfusionOptions): string {
  check(labels, counts);
  const geometry = arrange(labels, counts);
  return figure({ title, caption, panels: [matrix(geometry, cellsOf(counts)), shareBar(geometry.left)] });
}

function check(labels: readonly string[], counts: readonly (readonly number[])[]): void {
  const n = labels.length;
  const odd = counts.find((row) => row.length !== n || row.some((count) => !(count >= 0)));
  if (n > 0 && counts.length === n && !odd) return;
  const got = odd ? `a row of ${odd.length}: ${shorten(odd.join(' '), 40)}` : `${counts.length} rows`;
  refuse({ where: 'confusion.counts', got, expected: `${n} rows of ${n} counts, one per label` });
}

function cellsOf(counts: readonly (readonly number[])[]): Cell[] {
  return counts.flatMap((counts, row) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, column) => ({ row, column, count, share: total > 0 ? count / total : 0 }));
  });
}

/** Where things go in a matrix, in pixels. */
interface Geometry {
  readonly names: readonly string[];
  readonly size: number;
  readonly left: number;
  readonly top: number;
  /** Whether the names above the columns are too long to lie flat. */
  readonly tilted: boolean;
  readonly counted: boolean;
}

function arrange(labels: readonly string[], counts: readonly (readonly number[])[]): Geometry {
  const names = labels.map((label) => shorten(plain(label), 14));
  const longest = Math.max(...names.map((name) => textWidth(name)));
  const digits = counts.flat().reduce((most, count) => Math.max(most, textWidth(String(count), 11)), 0);
  const size = Math.min(widest / names.length, Math.max(44, digits + 10));
  const tilted = longest > size - 6;
  const counted = size >= Math.max(legible, digits + 4);
  return { names, size, left: 44 + longest, top: tilted ? 36 + longest : 46, tilted, counted };
}

function matrix({ names, size, left, top, tilted, counted }: Geometry, cells: readonly Cell[]): Panel {
  const edge = 8;
  const side = names.length * size;
  const depth = ({ share }: Cell) => Math.sqrt(share);
  const met = cells.filter(({ count }) => count > 0);
  // Cells without a sample are left to the frame behind where there are too many to be told apart.
  const filled = counted ? cells : met;
  const cell = { x: 'column', y: 'row' };
  return drawPlot({
    width: Math.round(left + side + edge),
    height: Math.round(top + side + edge),
    marginLeft: left,
    marginTop: top,
    marginRight: edge,
    marginBottom: edge,
    x: { ...classAxis(names, size), axis: 'top', label: 'predicted class', tickRotate: tilted ? -90 : 0 },
    y: { ...classAxis(names, size), label: 'true class' },
    color: { type: 'identity' },
    marks: [
      ...(counted ? [] : [Plot.frame({ fill: shade(0), stroke: 'none' })]),
      Plot.cell(filled, { ...cell, fill: (c: Cell) => shade(depth(c)) }),
      Plot.text(counted ? met : [], {
        ...cell,
        text: 'count',
        fontSize: 11,
        fill: (c: Cell) => inkOn(depth(c)),
      }),
    ],
  });
}

function classAxis(names: readonly string[], size: number): Plot.ScaleOptions {
  const classes = names.map((_, i) => i);
  const every = Math.ceil(14 / size);
  return {
    domain: classes,
    ticks: classes.filter((i) => i % every === 0),
    tickFormat: (i: number) => names[i],
    tickSize: 0,
    padding: 0.04,
    labelAnchor: 'center',
    labelArrow: 'none',
  };
}
