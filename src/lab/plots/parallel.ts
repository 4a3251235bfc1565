import * as Plot from '@observablehq/plot';
import { extent } from './axes.js';
import { drawPlot, figure } from './figure.js';
import { colourOf, plain, shade, shorten, textWidth } from './theme.js';

/** One axis of parallel coordinates. */
export interface ParallelAxis {
  readonly label: string;
  readonly scale: 'linear' | 'log' | 'names';
  /** Of an axis of names: all of them. */
  readonly names?: readonly string[];
}

/** A line across all axes: a value on each, undefined where it has none. */
export interface ParallelLine {
  readonly values: readonly (number | string | undefined)[];
  /** Drawn on top, in another colour. */
  readonly marked?: boolean;
}

/** Lines across upright axes; the last axis gives each its shade. */
export interface ParallelOptions {
  readonly title: string;
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly ParallelLine[];
  /** What a marked line is. */
  readonly mark?: string;
  readonly caption?: string;
  readonly height?: number;
}

/** Where a line goes that has no value on an axis. */
const nowhere = -0.12;

/** Parallel coordinates as a standalone SVG. */
export function parallel({ title, axes, lines, mark, caption, height = 320 }: ParallelOptions): string {
  const scales = axes.map((axis, i) =>
    placing(
      axis,
      lines.map(({ values }) => values[i]),
    ),
  );
  const shown = lines.map(({ values, marked = false }, line) => ({
    line,
    marked,
    colour: marked ? colourOf(1) : shade(0.25 + 0.7 * Math.max(0, scales.at(-1)!.place(values.at(-1)))),
    points: values.map((value, i) => ({ axis: i, line, place: scales[i].place(value) })),
  }));
  const drawn = [...shown].sort((a, b) => Number(a.marked) - Number(b.marked));
  const ticks = scales.flatMap(({ ticks }, axis) => ticks.map(([text, place]) => ({ text, place, axis })));
  const labels = axes.map(({ label }) => shorten(plain(label), 28));
  const apart = Math.max(120, 12 + Math.max(...labels.map((label) => textWidth(label, 13))));
  const chart = drawPlot({
    width: Math.max(460, 140 + apart * (axes.length - 1)),
    height,
    marginLeft: 70,
    marginRight: 70,
    marginTop: 34,
    marginBottom: 20,
    x: { type: 'point', domain: axes.map((_, i) => i), padding: 0, axis: null },
    y: { domain: [nowhere, 1], axis: null },
    marks: [
      Plot.ruleX(
        axes.map((_, i) => i),
        { y1: 0, y2: 1, strokeOpacity: 0.5 },
      ),
      ...drawn.map(({ points, colour, marked }) =>
        Plot.line(points, {
          x: 'axis',
          y: 'place',
          stroke: colour,
          strokeWidth: marked ? 3 : 1.4,
          curve: 'bump-x',
        }),
      ),
      Plot.text(axes, {
        x: (_, i: number) => i,
        y: 1,
        dy: -20,
        text: (_, i: number) => labels[i],
        fontWeight: 600,
      }),
      Plot.text(ticks, {
        x: 'axis',
        y: 'place',
        dx: -6,
        textAnchor: 'end',
        text: 'text',
        fill: 'currentColor',
      }),
    ],
  });
  const legend =
    mark && lines.some(({ marked }) => marked)
      ? [{ name: mark, colour: colourOf(1), mark: 'line' as const }]
      : [];
  const missing = lines.some(({ values }) => values.some((value) => value === undefined));
  const note = missing ? 'A line below an axis has no such parameter.' : '';
  return figure({ title, legend, caption: [caption, note].filter(Boolean).join(' '), panels: [chart] });
}

interface Placing {
  readonly place: (value: number | string | undefined) => number;
  readonly ticks: readonly (readonly [text: string, place: number])[];
}

function placing(
  { scale, names = [] }: ParallelAxis,
  values: readonly (number | string | undefined)[],
): Placing {
  if (scale === 'names') {
    const at = (i: number) => (names.length === 1 ? 0.5 : i / (names.length - 1));
    const place = (value: number | string | undefined) =>
      value === undefined ? nowhere : at(names.indexOf(String(value)));
    return { place, ticks: names.map((name, i) => [shorten(plain(name), 14), at(i)]) };
  }
  const along = scale === 'log' ? Math.log : (value: number) => value;
  const numbers = values.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  const [low, high] = extent(numbers) ?? [0.5, 1];
  const place = (value: number | string | undefined) =>
    typeof value === 'number' && Number.isFinite(value)
      ? (along(value) - along(low)) / (along(high) - along(low))
      : nowhere;
  const middle = scale === 'log' ? Math.sqrt(low * high) : (low + high) / 2;
  return {
    place,
    ticks: [low, middle, high].map((value) => [String(Number(value.toPrecision(3))), place(value)]),
  };
}
