import { createHash } from 'node:crypto';
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type LegendEntry, legend } from './legend.js';
import { escapeXml } from './theme.js';

/** A piece of a figure: SVG, with its size in pixels. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** A figure: panels below one another, with what is written around them. */
export interface FigureOptions {
  readonly title: string;
  readonly legend?: readonly LegendEntry[];
  readonly panels: readonly Panel[];
  readonly caption?: string | undefined;
}

/** Pixels of white at each side. */
const margin = 12;

/** Draws a chart with Observable Plot, in the style all figures share. */
export function drawPlot(options: Plot.PlotOptions & { width: number; height: number }): Panel {
  const { document } = parseHTML('<html></html>');
  const chart: { outerHTML: string } = Plot.plot({
    document,
    className: 'chart',
    style: { fontSize: '12px' },
    ...options,
  });
  // The style element only serves pages that lay the chart out; inside a figure it would be noise.
  const svg = chart.outerHTML.replace(/<style>.*?<\/style>/s, '').replaceAll('font-size="10" ', '');
  return { width: options.width, height: options.height, svg: ownIds(svg) };
}

/** Plot numbers its clip paths within a process; names made from the contents are the same in every one. */
function ownIds(svg: string): string {
  const neutral = svg.replaceAll(/plot-clip-\d+/g, 'plot-clip');
  const name = `clip-${createHash('sha256').update(neutral).digest('hex').slice(0, 12)}`;
  return neutral.replaceAll('plot-clip', name);
}

/**
 * A standalone SVG document. It is black on white; a page may restyle `.figure` (its `color`) and `.paper` (its
 * `fill`), which are plain attributes here.
 */
export function figure({ title, legend: entries = [], panels, caption }: FigureOptions): string {
  const inner = Math.max(200, ...panels.map(({ width }) => width));
  const width = inner + 2 * margin;
  const rows: Panel[] = [];
  rows.push(textRow(title, 24, 15, 'font-size="14" font-weight="600"'));
  if (entries.length > 0) rows.push(legend(entries, inner));
  rows.push(...panels);
  if (caption)
    rows.push(...wrap(caption, inner).map((line) => textRow(line, 16, 12, 'font-size="11" opacity="0.75"')));
  let y = margin;
  const parts = rows.map(({ svg, height }) => {
    const placed = `<g transform="translate(${margin},${y})">${svg}</g>`;
    y += height;
    return placed;
  });
  const height = y + margin;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="figure" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
    ` font-family="system-ui, sans-serif" font-size="12" fill="currentColor" color="#1f2328" role="img"` +
    ` aria-label="${escapeXml(title)}"><rect class="paper" width="${width}" height="${height}" fill="#ffffff"/>` +
    `${parts.join('')}</svg>`
  );
}

function textRow(text: string, height: number, baseline: number, attributes: string): Panel {
  return { width: 0, height, svg: `<text y="${baseline}" ${attributes}>${escapeXml(text)}</text>` };
}

function wrap(text: string, width: number): string[] {
  const room = Math.floor(width / 5.8);
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line && line.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}
