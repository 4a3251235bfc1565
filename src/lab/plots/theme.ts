/**
 * Colours that stay apart for colour-blind readers, on light and on dark paper: Okabe and Ito's, without the yellow
 * and the black, which each vanish on one of them.
 */
export const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7f7f7f'] as const;

/** The palette's colour number `i`, starting over after the last. */
export function colourOf(i: number): string {
  return palette[i % palette.length];
}

const blues = [
  [245, 249, 253],
  [107, 174, 214],
  [8, 48, 107],
] as const;

/** A colour between near white (0) and dark blue (1), growing darker all the way. */
export function shade(t: number): string {
  const at = Math.min(1, Math.max(0, t)) * (blues.length - 1);
  const i = Math.min(blues.length - 2, Math.floor(at));
  const mix = blues[i].map((low, c) => Math.round(low + (at - i) * (blues[i + 1][c] - low)));
  return `rgb(${mix.join(',')})`;
}

/** The colour to write with on `shade(t)`. */
export function inkOn(t: number): string {
  return t > 0.5 ? '#ffffff' : '#1f2328';
}

/** Text as XML can hold it: without the control characters that it forbids. */
export function plain(text: string): string {
  return text.replace(/(?![\t\n\r])\p{Cc}/gu, '');
}

/** Text for an XML element or a quoted attribute. */
export function escapeXml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return plain(text).replace(/[&<>"']/g, (sign) => entities[sign]);
}

/** Text cut to `length` characters, with an ellipsis where something is missing. */
export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** About how wide a text is drawn, in pixels: there is no font to ask. */
export function textWidth(text: string, size = 12): number {
  return text.length * size * 0.56;
}
