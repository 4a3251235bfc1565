import * as Plot from '@observablehq/plot';
import { extent, linearAxis, logAxis } from './axes.js';
import { drawPlot, figure } from './figure.js';
import { colourOf, plain, shorten } from './theme.js';

/** A point of a scatter plot; where x has names, that of its column. */
export interface ScatterPoint {
  readonly x: number | string;
  readonly y: number;
  /** Drawn larger, in another colour. */
  readonly marked?: boolean;
}

/** A chart of points. */
export interface ScatterOptions {
  readonly title: string;
  readonly points: readonly ScatterPoint[];
  /** Axis labels, with units. */
  readonly x: string;
  readonly y: string;
  /** Logarithmic, or names in columns, in the order of `names`; else linear. */
  readonly xScale?: 'linear' | 'log' | 'names';
  readonly names?: readonly string[];
  /** What a marked point is. */
  readonly mark?: string;
  readonly caption?: string;
  readonly width?: number;
  readonly height?: number;
}

/** Points as a standalone SVG; those whose y is not finite are left out. */
export function scatter(options: ScatterOptions): string {
  const { title, caption, mark, points } = options;
  const legend =
    mark && points.some(({ marked }) => marked)
      ? [{ name: mark, colour: colourOf(1), mark: 'dot' as const }]
      : [];
  return figure({ title, caption, legend, panels: [chart(options)] });
}

function chart({ points, x, y, xScale = 'linear', names = [], width = 460, height = 280 }: ScatterOptions) {
  const drawn = points.filter((point) => Number.isFinite(point.y));
  const numbers = drawn.map((point) => Number(point.x));
  const labels = names.map((name) => shorten(plain(name), 24));
  const axis = {
    linear: () => linearAxis(x, extent(numbers) ?? [0, 1], numbers.every(Number.isInteger)),
    log: () => logAxis(x, extent(numbers) ?? [0.1, 1]),
    names: () => ({ type: 'point' as const, label: plain(x), domain: labels, padding: 0.5 }),
  }[xScale]();
  const place = (point: ScatterPoint) =>
    xScale === 'names' ? labels[names.indexOf(String(point.x))] : point.x;
  const dots = (marked: boolean) =>
    Plot.dot(
      drawn.filter((point) => (point.marked ?? false) === marked),
      {
        x: place,
        y: 'y',
        r: marked ? 5 : 3.5,
        stroke: colourOf(marked ? 1 : 0),
        fill: colourOf(marked ? 1 : 0),
        fillOpacity: marked ? 0.9 : 0.35,
      },
    );
  return drawPlot({
    width,
    height,
    marginLeft: 60,
    marginBottom: 42,
    marginTop: 26,
    x: { ...axis, labelAnchor: 'center', inset: 8 },
    y: { ...linearAxis(y, extent(drawn.map((point) => point.y)) ?? [0, 1]), grid: true, nice: true },
    marks: [
      ...(['left', 'bottom'] as const).map((anchor) => Plot.frame({ anchor, strokeOpacity: 0.3 })),
      dots(false),
      dots(true),
    ],
  });
}
