import { refuse } from '../../errors.js';
import { figure } from './figure.js';
import { greyPng } from './png.js';
import { escapeXml, shorten } from './theme.js';

/** A small greyscale image. */
export interface GreyImage {
  /** Rows from the top, 0 for black to 255 for white. */
  readonly pixels: Uint8Array;
  readonly caption?: string;
}

/** Images side by side. */
export interface ImageGridOptions {
  readonly title: string;
  readonly images: readonly GreyImage[];
  /** Size of every image in its own pixels. */
  readonly width: number;
  readonly height: number;
  readonly columns?: number;
  /** Pixels of the figure for one of an image; by default images are drawn about 64 wide. */
  readonly scale?: number;
  readonly caption?: string;
}

/** Images in rows, a caption under each, as a standalone SVG with PNG data inside. @throws {InputError} for an image of another size */
export function imageGrid({
  title,
  images,
  width,
  height,
  columns = 8,
  scale,
  caption,
}: ImageGridOptions): string {
  const zoom = scale ?? Math.max(1, Math.round(64 / width));
  const cell = {
    width: width * zoom + 10,
    height: height * zoom + (images.some((image) => image.caption) ? 24 : 10),
  };
  const parts = images.map(({ pixels, caption: text = '' }, i) => {
    if (pixels.length !== width * height) {
      refuse({
        where: `imageGrid.images[${i}].pixels`,
        got: `${pixels.length} bytes`,
        expected: `${width} x ${height}`,
      });
    }
    const x = (i % columns) * cell.width;
    const y = Math.floor(i / columns) * cell.height;
    const data = greyPng(pixels, width, height).toString('base64');
    return (
      `<g transform="translate(${x},${y})"><image width="${width * zoom}" height="${height * zoom}" style="image-rendering:pixelated" href="data:image/png;base64,${data}"/>` +
      `<text x="${(width * zoom) / 2}" y="${height * zoom + 14}" font-size="11" text-anchor="middle">${escapeXml(shorten(text, Math.max(4, Math.floor(cell.width / 6))))}</text></g>`
    );
  });
  const rows = Math.ceil(images.length / columns);
  const panel = {
    width: Math.min(columns, images.length) * cell.width,
    height: rows * cell.height,
    svg: parts.join(''),
  };
  return figure({ title, caption, panels: [panel] });
}
