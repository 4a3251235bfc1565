import * as Plot from '@observablehq/plot';
import { extent, linearAxis } from './axes.js';
import { drawPlot, figure } from './figure.js';
import { colourOf, plain, shorten, textWidth } from './theme.js';

/** A value with the ends of its interval, and what it was found from. */
export interface Interval {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Single values, drawn as rings. */
  readonly values?: readonly number[];
}

/** A chart of values whose axis need not begin at zero. */
export interface IntervalsOptions {
  readonly title: string;
  readonly rows: readonly Interval[];
  /** What the values are, with their unit. */
  readonly x: string;
  /** What the intervals and rings are belongs here. */
  readonly caption?: string;
  readonly width?: number;
}

/** Values below one another as a standalone SVG: a dot in an interval each, the value written at its end. */
export function intervals({ title, rows, x, caption, width = 520 }: IntervalsOptions): string {
  const named = rows.map((row, i) => ({ ...row, i, name: shorten(plain(row.name), 40) }));
  const singles = named.flatMap(({ i, values = [] }) => values.map((value) => ({ i, value })));
  const ends = named.map((row) => ({
    ...row,
    end: Math.max(row.high, ...(row.values ?? []).filter(Number.isFinite)),
  }));
  const drawn = [
    ...named.flatMap(({ value, low, high }) => [value, low, high]),
    ...singles.map((s) => s.value),
  ];
  const chart = drawPlot({
    width,
    height: 26 * rows.length + 60,
    marginLeft: 14 + Math.max(0, ...named.map(({ name }) => textWidth(name))),
    marginRight: 64,
    marginBottom: 42,
    x: { ...linearAxis(x, extent(drawn) ?? [0, 1]), labelAnchor: 'center', grid: true, nice: true },
    y: {
      type: 'band',
      label: null,
      domain: named.map(({ i }) => i),
      tickFormat: (i: number) => named[i].name,
      tickSize: 0,
    },
    marks: [
      Plot.dot(singles, { x: 'value', y: 'i', r: 3, stroke: colourOf(0), strokeOpacity: 0.5 }),
      Plot.link(named, { x1: 'low', x2: 'high', y1: 'i', y2: 'i', stroke: colourOf(0), strokeWidth: 2 }),
      Plot.dot(named, { x: 'value', y: 'i', r: 3.5, fill: colourOf(0) }),
      Plot.text(ends, {
        x: 'end',
        y: 'i',
        dx: 8,
        textAnchor: 'start',
        text: ({ value }: Interval) => String(Number(value.toPrecision(4))),
      }),
    ],
  });
  return figure({ title, caption, panels: [chart] });
}
