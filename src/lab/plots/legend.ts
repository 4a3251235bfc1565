import { escapeXml, shorten, textWidth } from './theme.js';

/** What a colour means. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly mark: 'line' | 'dashes' | 'dot';
}

const rowHeight = 18;

/** A legend in as many rows as it takes to fit `width` pixels. */
export function legend(
  entries: readonly LegendEntry[],
  width: number,
): { svg: string; width: number; height: number } {
  let x = 0;
  let y = 0;
  const items = entries.map((entry) => {
    const name = shorten(entry.name, 48);
    const size = 26 + textWidth(name) + 18;
    if (x > 0 && x + size > width) {
      x = 0;
      y += rowHeight;
    }
    const item = `<g transform="translate(${Math.round(x)},${y})">${sign(entry)}<text x="26" y="12">${escapeXml(name)}</text></g>`;
    x += size;
    return item;
  });
  return { svg: `<g class="legend">${items.join('')}</g>`, width, height: y + rowHeight + 6 };
}

function sign({ colour, mark }: LegendEntry): string {
  if (mark === 'dot') return `<circle cx="14" cy="8" r="4" fill="${colour}"/>`;
  const dashes = mark === 'dashes' ? ' stroke-dasharray="4 3"' : '';
  return `<path d="M0,8h20" stroke="${colour}" stroke-width="2"${dashes}/>`;
}
