import { escapeXml } from '../plots/theme.js';
import type { Setting, Table } from './data.js';

/** A heading with what belongs under it, or nothing when there is nothing. */
export function section(title: string, ...parts: readonly string[]): string {
  const body = parts.join('');
  return body && `<section><h2>${escapeXml(title)}</h2>${body}</section>`;
}

/** Two sections side by side, where the page is wide enough. */
export function pair(left: string, right: string): string {
  return left + right && `<div class="pair">${left}${right}</div>`;
}

/** Paragraphs, split at empty lines. */
export function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${escapeXml(paragraph)}</p>`)
    .join('');
}

/** Figures side by side, as many as fit; none give nothing. */
export function figures(svgs: readonly string[]): string {
  const items = svgs.map((svg) => `<figure>${svg}</figure>`).join('');
  return items && `<div class="figures">${items}</div>`;
}

/** A table; columns in which every cell reads as a number or is empty are set flush right. */
export function table({ columns, rows }: Table): string {
  const numeric = columns.map((_, i) => rows.every((row) => !Number.isNaN(Number(row[i] ?? 0))));
  const style = (i: number) => (numeric[i] ? ' class="number"' : '');
  const head = columns.map((name, i) => `<th scope="col"${style(i)}>${escapeXml(name)}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${columns.map((_, i) => `<td${style(i)}>${show(row[i])}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** A table of names and values; nothing when there are none. */
export function settings(values: Readonly<Record<string, Setting>>): string {
  const rows = Object.entries(values).map(
    ([name, value]) => `<tr><th scope="row">${escapeXml(name)}</th><td>${show(value)}</td></tr>`,
  );
  return rows.length > 0 ? `<table class="settings"><tbody>${rows.join('')}</tbody></table>` : '';
}

/** Data for programs, to be read from the page with JSON.parse; numbers that are not finite become null. */
export function embedded(id: string, data: unknown): string {
  // A "<" could end the script element.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="${id}">${json}</script>`;
}

function show(value: Setting | undefined): string {
  return value === null || value === undefined ? '–' : escapeXml(String(value));
}
