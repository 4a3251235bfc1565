import * as Plot from '@observablehq/plot';
import { refuse } from '../../errors.js';
import { extent, linearAxis, logAxis } from './axes.js';
import { drawPlot, figure } from './figure.js';
import type { LegendEntry } from './legend.js';
import { colourOf } from './theme.js';
import { type Point, thinCurve } from './thin.js';

/** One line of a chart. */
export interface Series {
  /** What the legend calls it; lines that share a name and a colour share an entry. */
  readonly name: string;
  /** In drawing order; a y that is not finite (or not positive, on a logarithmic axis) leaves a gap. */
  readonly points: readonly Point[];
  /** Which colour of the palette; by default the series' place in the list. */
  readonly colour?: number;
  readonly dashed?: boolean;
  /** A band behind the line, such as a standard deviation around it: x and both ends. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
}

/** A chart of lines. */
export interface CurvesOptions {
  readonly title: string;
  readonly series: readonly Series[];
  /** Axis labels, with units. */
  readonly x: string;
  readonly y: string;
  /** Logarithmic x axis; points whose x is not positive are left out. */
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** What the y axis spans; by default all values. Lines are cut off at its ends. */
  readonly yDomain?: readonly [number, number];
  readonly caption?: string;
  /** Size of the chart in pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** Points drawn of one line, at most; past that, runs of neighbours keep their extremes. */
const maxPoints = 1000;

/** A line chart as a standalone SVG. @throws {InputError} for a logarithmic axis that does not start above 0 */
export function curves(options: CurvesOptions): string {
  const { title, logX = false, logY = false, yDomain = [1], caption } = options;
  if (logY && !(yDomain[0] > 0)) {
    refuse({
      where: 'curves.yDomain',
      got: String(yDomain[0]),
      expected: 'a start above 0 for a logarithmic axis',
    });
  }
  const lines = options.series.map((series, i) => styled(series, i, logX, logY));
  return figure({ title, caption, legend: entriesOf(lines), panels: [chart(options, lines)] });
}

/** An entry for each name and colour, solid where one of its lines is. */
function entriesOf(lines: readonly Line[]): LegendEntry[] {
  const solid = lines.filter(({ dashed }) => !dashed);
  const named = new Map([...lines, ...solid].map((line) => [`${line.colour} ${line.name}`, line]));
  return [...named.values()].map(({ name, colour, dashed }) => ({
    name,
    colour,
    mark: dashed ? 'dashes' : 'line',
  }));
}

type Line = ReturnType<typeof styled>;

function styled(
  { name, points, colour, dashed = false, band = [] }: Series,
  i: number,
  logX: boolean,
  logY: boolean,
) {
  const places = (x: number) => !logX || x > 0;
  const drawable = (y: number) => Number.isFinite(y) && (!logY || y > 0);
  const gapped = points.filter(([x]) => places(x)).map(([x, y]): Point => [x, drawable(y) ? y : Number.NaN]);
  const drawn = band.filter(([x, low, high]) => places(x) && drawable(low) && drawable(high));
  return { name, dashed, colour: colourOf(colour ?? i), points: thinCurve(gapped, maxPoints), band: drawn };
}

function chart(options: CurvesOptions, lines: readonly Line[]) {
  const { logX, logY, yDomain, width = 520, height = 300 } = options;
  const xs = lines.flatMap(({ points }) => points.map(([x]) => x));
  const ys = lines.flatMap(({ points, band }) => [...points, ...band].flatMap(([, ...y]) => y));
  const domain = yDomain ?? extent(ys);
  const x = logX
    ? logAxis(options.x, extent(xs) ?? [0.1, 1])
    : linearAxis(options.x, extent(xs) ?? [0, 1], xs.every(Number.isInteger));
  const y = logY ? logAxis(options.y, domain ?? [0.1, 1]) : linearAxis(options.y, domain ?? [0, 1]);
  return drawPlot({
    width,
    height,
    marginLeft: 56,
    marginBottom: 42,
    marginTop: 26,
    x: { ...x, labelAnchor: 'center' },
    y: { ...y, grid: true, nice: !logY && !yDomain },
    marks: [
      ...(['left', 'bottom'] as const).map((anchor) => Plot.frame({ anchor, strokeOpacity: 0.3 })),
      ...lines.flatMap((line) => marks(line, yDomain !== undefined)),
      ...(domain ? [] : [noData()]),
    ],
  });
}

function marks({ points, colour, dashed, band }: Line, cut: boolean): Plot.Markish[] {
  const shared = { x: '0', y: '1', clip: cut };
  const area = { x: '0', y1: '1', y2: '2', fill: colour, fillOpacity: 0.15, clip: cut };
  const behind = band.length > 0 ? [Plot.areaY(band, area)] : [];
  const line = Plot.line(points, {
    ...shared,
    stroke: colour,
    strokeWidth: 1.75,
    ...(dashed && { strokeDasharray: '4 3' }),
  });
  // Dots would hide the dashes; a single point needs one to be seen at all.
  const dotted = points.length <= (dashed ? 1 : 25);
  const dots = dotted ? [Plot.dot(points, { ...shared, r: 2.25, fill: colour })] : [];
  return [...behind, line, ...dots];
}

/** A word in place of an empty frame. */
function noData(): Plot.Markish {
  return Plot.text(['no data'], { frameAnchor: 'middle', fillOpacity: 0.6 });
}
