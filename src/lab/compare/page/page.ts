import { createHash } from 'node:crypto';
import { escapeXml } from '../../plots/theme.js';
import { embedded, section, table } from '../../report/html.js';
import { style } from '../../report/style.js';
import type { Comparison } from '../comparison.js';
import { rowsOf } from '../table.js';
import { pageData } from './data.js';
import { script } from './script.js';
import { uPlot } from './uplot.js';

/** By which a page of this program is known again. */
export const mark = '<meta name="generator" content="relaxon compare">';

const own = `
#controls { display: flex; flex-wrap: wrap; gap: 8px 18px; align-items: center; margin: 12px 0; font-size: 14px; }
#controls .charts { flex-basis: 100%; display: flex; flex-wrap: wrap; gap: 4px 14px; color: var(--quiet); }
#charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 520px), 1fr)); gap: 16px; }
#charts figure { min-width: 0; padding: 6px; overflow-x: auto; }
.uplot { width: auto !important; }
.u-title { font-size: 15px !important; white-space: normal !important; }
.u-legend { font-size: 12.5px; text-align: left !important; white-space: normal !important; }
.u-legend th, .u-legend td { border: 0; padding: 1px 6px; }
.u-legend .edge { display: none; }
.wide td, .wide th { white-space: nowrap; }
#key { list-style: none; margin: 0 0 12px; padding: 0; font-size: 14px; }
#key b { display: inline-block; min-width: 26px; margin-right: 8px; padding: 0 4px; border-left: 14px solid; }
.notes { color: var(--quiet); white-space: pre-wrap; }
`.trim();

/**
 * A comparison as one HTML file that loads nothing: the table, and curves of every logged step that can be zoomed, smoothed and
 * read off. The same comparison gives the same bytes.
 */
export function comparisonPage(comparison: Comparison, title: string): string {
  const data = pageData(comparison);
  const library = uPlot();
  const [heading, ...rows] = rowsOf(comparison);
  const scripts = [library.script, script];
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${scripts.map(hashed).join(' ')}`;
  const notes = comparison.notes.map(escapeXml).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${mark}
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>
${style}
${library.style}
${own}
</style>
</head>
<body>
<main>
<h1>${escapeXml(title)}</h1>
<p class="summary">${escapeXml(summaryOf(comparison))}</p>
${section('Results', table({ columns: heading, rows }), notes && `<p class="notes">${notes}</p>`)}
<section><h2>Curves</h2>
<noscript><p>The curves need JavaScript, which is in this page; nothing is loaded.</p></noscript>
<p>Lines are means over the runs that finished, bands one standard deviation; broken lines are runs that did not. Drag to zoom, double-click
for all of it; the legend says what is under the pointer, and a click on it hides a line.</p>
${key(data)}
${controls(data)}
<div id="charts"></div></section>
</main>
${embedded('compare-data', data)}
${scripts.map((text) => `<script>${text}</script>`).join('\n')}
</body>
</html>
`;
}

function summaryOf({ results, metric }: Comparison): string {
  const runs = results.reduce((sum, { group }) => sum + group.runs.length, 0);
  const unfinished = results.reduce((sum, row) => sum + row.unfinished.length, 0);
  const left = unfinished > 0 ? `, ${unfinished} of which did not finish` : '';
  const groups = results.length === 1 ? 'one group' : `${results.length} groups`;
  return `${runs} runs in ${groups}${left}, by ${metric.title}: mean, standard deviation, 95 % interval (Student t) and paired differences.`;
}

/** Which group is which colour; charts call it by its letter. */
function key({ groups }: ReturnType<typeof pageData>): string {
  const items = groups.map(({ letter, name, colour }) => {
    const swatch = `<b style="border-color: ${colour}">${escapeXml(letter)}</b>`;
    return `<li>${swatch}${escapeXml(name)}</li>`;
  });
  return `<ul id="key">${items.join('')}</ul>`;
}

function controls({ charts, x }: ReturnType<typeof pageData>): string {
  const epochs = charts.some(({ curves }) => curves.some(({ epoch }) => epoch));
  const places = [['step', x], ...(epochs ? [['epoch', 'epoch']] : [])];
  const options = places
    .map(([value, name]) => `<option value="${value}">${escapeXml(name)}</option>`)
    .join('');
  const box = (id: string, text: string, on = false) =>
    `<label><input type="checkbox" id="${id}"${on ? ' checked' : ''}> ${escapeXml(text)}</label>`;
  const shown = charts.some((chart) => chart.shown);
  const all = charts.map(({ title, shown: one }, i) => box(`chart-${i}`, title, one || !shown));
  return [
    '<div id="controls">',
    `<label>x axis <select id="x">${options}</select></label>`,
    '<label>smoothing <input type="range" id="smoothing" min="0" max="0.99" step="0.01" value="0"> <span id="smoothing-value">0</span></label>',
    ...[
      box('log-x', 'log x'),
      box('log-y', 'log y'),
      box('band', 'bands', true),
      box('single', 'single runs'),
    ],
    `<div class="charts">${all.join('')}</div></div>`,
  ].join('\n');
}

const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
