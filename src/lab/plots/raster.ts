import * as Plot from '@observablehq/plot';
import { extent, linearAxis } from './axes.js';
import { drawPlot, figure } from './figure.js';
import { Bands, type Layer, leastBand } from './layers.js';
import { colourOf } from './theme.js';
import { thinEvenly } from './thin.js';

/** Something a neuron did. */
export interface Dot {
  readonly time: number;
  /** The neuron's index. */
  readonly neuron: number;
  /** What it was, or whose: each kind has its colour. */
  readonly kind: string;
}

/** A raster plot. */
export interface RasterOptions {
  readonly title: string;
  readonly dots: readonly Dot[];
  /** Whose rows they are, from the lowest up; then each has a band with its name in place of numbers. */
  readonly layers?: readonly Layer[];
  /** Axis labels; by default time in tau, and the neuron's index. */
  readonly x?: string;
  readonly y?: string;
  readonly caption?: string;
  /** At most this many dots are drawn, evenly chosen in the order given; the caption then says so. */
  readonly limit?: number;
  /** How many events there were, where `dots` is an even choice already. */
  readonly total?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Time against neuron as a standalone SVG, a dot for each event. */
export function raster(options: RasterOptions): string {
  const { title, dots, caption, limit = 20_000, total = dots.length } = options;
  const kinds = [...new Set(dots.map(({ kind }) => kind))];
  const drawn = thinEvenly(dots, limit);
  const left =
    drawn.length < total ? `${grouped(drawn.length)} of ${grouped(total)} events drawn, evenly chosen.` : '';
  return figure({
    title,
    caption: [caption, left].filter(Boolean).join(' '),
    legend: kinds.map((name, i) => ({ name, colour: colourOf(i), mark: 'dot' })),
    panels: [chart(options, drawn, kinds)],
  });
}

function chart(
  { dots, x = 'time (τ)', y = 'neuron', width = 640, height = 320, layers = [] }: RasterOptions,
  drawn: readonly Dot[],
  kinds: readonly string[],
) {
  const inner = Math.max(height - above - below, leastBand * layers.length);
  const bands = layers.length > 0 ? new Bands(layers, inner) : undefined;
  const times = extent(dots.map(({ time }) => time)) ?? [0, 1];
  const neurons = extent(dots.map(({ neuron }) => neuron)) ?? [0, 1];
  const rows: [number, number] = [neurons[0] - 0.5, neurons[1] + 0.5];
  return drawPlot({
    width,
    height: inner + above + below,
    marginLeft: bands?.margin ?? 56,
    marginBottom: below,
    marginTop: above,
    x: { ...linearAxis(x, times), labelAnchor: 'center', inset: 4 },
    y: bands ? bands.axis(y) : linearAxis(y, rows, true),
    marks: [
      ...(bands?.marks() ?? []),
      ...(['left', 'bottom'] as const).map((anchor) => Plot.frame({ anchor, strokeOpacity: 0.3 })),
      ...kinds.map((kind, i) =>
        dotsOf(
          drawn
            .filter((dot) => dot.kind === kind)
            .map((dot) => (bands ? { ...dot, neuron: bands.place(dot.neuron) } : dot)),
          colourOf(i),
          radius(drawn.length),
        ),
      ),
    ],
  });
}

/** Pixels above and below the dots. */
const above = 26;
const below = 42;

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function radius(count: number): number {
  return count > 5000 ? 0.8 : count > 1000 ? 1.2 : 2;
}

/** All dots of a kind as one path: a circle element for each would make a file ten times as long. */
function dotsOf(dots: readonly Dot[], colour: string, r: number): Plot.Markish {
  return (_index, { x, y }, _values, _dimensions, { document }) => {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    const place = (scale: ((value: number) => number) | undefined, value: number) =>
      Number((scale?.(value) ?? 0).toFixed(1));
    path.setAttribute(
      'd',
      dots.map(({ time, neuron }) => `M${place(x, time)},${place(y, neuron)}h0`).join(''),
    );
    path.setAttribute('stroke', colour);
    path.setAttribute('stroke-width', String(2 * r));
    path.setAttribute('stroke-linecap', 'round');
    return path;
  };
}
