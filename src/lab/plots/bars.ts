import * as Plot from '@observablehq/plot';
import { extent, linearAxis } from './axes.js';
import { drawPlot, figure } from './figure.js';
import { colourOf, plain, shorten, textWidth } from './theme.js';

/** One bar, with the ends of its error bar if it has one. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** A chart of bars from zero. */
export interface BarsOptions {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** What the values are, with their unit. */
  readonly x: string;
  /** What the ends of the error bars are belongs here. */
  readonly caption?: string;
  readonly width?: number;
}

/** Bars lying below one another as a standalone SVG, each with its value written at its end. */
export function bars({ title, bars, x, caption, width = 520 }: BarsOptions): string {
  const named = bars.map((bar) => ({
    ...bar,
    end: bar.high ?? bar.value,
    name: shorten(plain(bar.name), 32),
  }));
  const domain = extent(bars.flatMap(({ value, low = 0, high = 0 }) => [0, value, low, high])) ?? [0, 1];
  const marginLeft = 14 + Math.max(0, ...named.map(({ name }) => textWidth(name)));
  const chart = drawPlot({
    width,
    height: 26 * bars.length + 60,
    marginLeft,
    marginRight: 64,
    marginBottom: 42,
    x: { ...linearAxis(x, domain), labelAnchor: 'center', grid: true, nice: true },
    y: { label: null, domain: named.map((_, i) => i), tickFormat: (i: number) => named[i].name, tickSize: 0 },
    marks: [
      Plot.barX(named, {
        x: 'value',
        y: (_, i: number) => i,
        fill: colourOf(0),
        insetTop: 3,
        insetBottom: 3,
      }),
      Plot.ruleY(
        named.filter(({ low, high }) => low !== undefined && high !== undefined),
        {
          x1: 'low',
          x2: 'high',
          y: (bar: (typeof named)[number]) => named.indexOf(bar),
          marker: 'none',
        },
      ),
      Plot.text(named, {
        x: 'end',
        y: (_, i: number) => i,
        dx: 6,
        textAnchor: 'start',
        text: ({ value }: Bar) => String(Number(value.toPrecision(4))),
      }),
      Plot.ruleX([0]),
    ],
  });
  return figure({ title, caption, panels: [chart] });
}
