import * as Plot from '@observablehq/plot';
import { drawPlot, figure, type Panel } from './figure.js';
import { colourOf } from './theme.js';

/** One bin of confidence, with what it came to; null where it has no samples. */
export interface ReliabilityBar {
  readonly from: number;
  readonly to: number;
  readonly samples: number;
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

/** A reliability diagram. */
export interface ReliabilityOptions {
  readonly title: string;
  readonly bins: readonly ReliabilityBar[];
  /** What a confidence is, for the axis. */
  readonly x?: string;
  readonly caption?: string;
}

const width = 420;
const margins = { marginLeft: 56, marginRight: 12 };

/**
 * Shares of right answers by confidence as a standalone SVG: bars from 0, and a mark where they would be if confidence
 * were right, at its mean in each bin. Below, how many samples each bin has.
 */
export function reliability({ title, bins, x = 'confidence', caption }: ReliabilityOptions): string {
  return figure({
    title,
    caption,
    legend: [
      { name: 'share of right answers', colour: colourOf(0), mark: 'line' },
      { name: 'mean confidence', colour: colourOf(1), mark: 'line' },
    ],
    panels: [shares(bins), counts(bins, x)],
  });
}

const unit = { domain: [0, 1] as [number, number], labelArrow: 'none' as const };

function shares(bins: readonly ReliabilityBar[]): Panel {
  const filled = bins.filter(({ samples }) => samples > 0);
  const within = { x1: 'from', x2: 'to' };
  return drawPlot({
    ...{ width, height: 300, ...margins, marginTop: 26, marginBottom: 22 },
    x: { ...unit, label: null },
    y: { ...unit, grid: true, label: 'share of right answers' },
    marks: [
      Plot.rect(filled, { ...within, y1: 0, y2: 'accuracy', fill: colourOf(0), insetLeft: 1, insetRight: 1 }),
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { strokeOpacity: 0.5, strokeDasharray: '4 3' },
      ),
      Plot.ruleY(filled, { ...within, y: 'confidence', stroke: colourOf(1), strokeWidth: 2 }),
      Plot.ruleY([0]),
    ],
  });
}

function counts(bins: readonly ReliabilityBar[], x: string): Panel {
  return drawPlot({
    ...{ width, height: 110, ...margins, marginTop: 20, marginBottom: 42 },
    x: { ...unit, label: x, labelAnchor: 'center' },
    y: { label: 'samples', labelArrow: 'none', grid: true, nice: true, ticks: 3 },
    marks: [
      Plot.rect(bins, {
        ...{ x1: 'from', x2: 'to', y1: 0, y2: 'samples' },
        ...{ fill: 'currentColor', fillOpacity: 0.45, insetLeft: 1, insetRight: 1 },
      }),
      Plot.ruleY([0]),
    ],
  });
}
