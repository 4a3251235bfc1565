import * as Plot from '@observablehq/plot';
import { extent, linearAxis } from './axes.js';
import { drawPlot, figure, type Panel } from './figure.js';
import { legend } from './legend.js';
import { colourOf, palette } from './theme.js';
import { type Point, thinCurve, thinEvenly } from './thin.js';

/** The recorded activities of one node (a layer) of a network. */
export interface NodeActivities {
  readonly name: string;
  /** When they were recorded. */
  readonly times: readonly number[];
  /** `values[neuron][i]`: the activity of a neuron at `times[i]`. */
  readonly values: readonly ArrayLike<number>[];
  /** What each is called in the legend; by default the node's name and the place in `values`. */
  readonly names?: readonly string[];
}

/** Activities over time, a chart for each node. */
export interface ActivitiesOptions {
  readonly title: string;
  readonly nodes: readonly NodeActivities[];
  /** At most this many neurons of each node are drawn, evenly chosen; the caption then says so. Default 8. */
  readonly neurons?: number;
  /** What is drawn, and of what it is, for labels; by default activity of neurons. */
  readonly quantity?: string;
  readonly what?: string;
  /** Label of the time axis; by default time in tau. */
  readonly x?: string;
  readonly caption?: string;
  readonly width?: number;
}

/** Points drawn of one line, at most. */
const maxPoints = 500;

/** Lines of activity over time as a standalone SVG: one chart below the other, each with a y axis of its own. */
export function activities({
  title,
  nodes,
  neurons = 8,
  quantity = 'activity',
  what = 'neurons',
  x = 'time (τ)',
  caption,
  width = 640,
}: ActivitiesOptions): string {
  const times = extent(nodes.flatMap(({ times }) => times)) ?? [0, 1];
  const panels = nodes.map((node, i) =>
    panel(node, `${quantity} of ${node.name}`, neurons, width, times, i === nodes.length - 1 ? x : undefined),
  );
  const left = nodes
    .filter(({ values }) => values.length > neurons)
    .map(({ name, values }) => `${neurons} of ${values.length} ${what} of ${name}`);
  const drawn = left.length > 0 ? `Drawn, evenly chosen: ${left.join(', ')}.` : '';
  return figure({ title, caption: [caption, drawn].filter(Boolean).join(' '), panels });
}

function panel(
  node: NodeActivities,
  y: string,
  neurons: number,
  width: number,
  times: [number, number],
  x: string | undefined,
): Panel {
  const chosen = thinEvenly([...node.values.keys()], neurons);
  const lines = chosen.map((neuron) =>
    thinCurve(
      node.times.map((time, i): Point => [time, node.values[neuron][i]]),
      maxPoints,
    ),
  );
  const names = chosen.map((neuron) => node.names?.[neuron] ?? `${node.name}[${neuron}]`);
  const domain = extent(lines.flatMap((line) => line.map(([, value]) => value))) ?? [0, 1];
  const chart = drawPlot({
    width,
    height: x === undefined ? 124 : 148,
    marginLeft: 56,
    marginRight: 20,
    marginTop: 26,
    marginBottom: x === undefined ? 18 : 42,
    x: x === undefined ? { domain: times, axis: null } : { ...linearAxis(x, times), labelAnchor: 'center' },
    y: { ...linearAxis(y, domain), ticks: 4, grid: true, nice: true },
    marks: [
      ...(['left', 'bottom'] as const).map((anchor) => Plot.frame({ anchor, strokeOpacity: 0.3 })),
      ...lines.map((line, i) =>
        Plot.line(line, {
          ...{ x: '0', y: '1', stroke: colourOf(i), strokeWidth: 1.25 },
          ...(again(i) && { strokeDasharray: '4 3' }),
        }),
      ),
    ],
  });
  return under(legendFor(names, width), chart);
}

/** Colours begin again after the last, with dashes. */
const again = (i: number): boolean => i % (2 * palette.length) >= palette.length;

function legendFor(names: readonly string[], width: number): Panel {
  const entries = names.map((name, i) => ({
    ...{ name, colour: colourOf(i) },
    mark: again(i) ? ('dashes' as const) : ('line' as const),
  }));
  return legend(entries, width);
}

function under(above: Panel, below: Panel): Panel {
  const svg = `${above.svg}<g transform="translate(0,${above.height})">${below.svg}</g>`;
  return { width: below.width, height: above.height + below.height, svg };
}
