import type { Line } from './hand.js';

/** Side of a digit's square image, in pixels. */
export const SIDE = 28;

/**
 * Draws a line with a round pen of the given radius (pixels) into `ink` (SIDE x SIDE, 0 = blank, 1 = full).
 * Edges fade over one pixel; where lines cross, the darker wins.
 */
export function draw(line: Line, radius: number, ink: Float32Array): void {
  for (let i = 0; i + 3 < line.length; i += 2) {
    drawPiece(line[i], line[i + 1], line[i + 2], line[i + 3], radius, ink);
  }
}

function drawPiece(x0: number, y0: number, x1: number, y1: number, radius: number, ink: Float32Array): void {
  const reach = radius + 0.5;
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length2 = dx * dx + dy * dy || 1;
  const lastY = lastPixel(Math.max(y0, y1) + reach);
  const lastX = lastPixel(Math.max(x0, x1) + reach);
  for (let y = firstPixel(Math.min(y0, y1) - reach); y <= lastY; y++) {
    for (let x = firstPixel(Math.min(x0, x1) - reach); x <= lastX; x++) {
      const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length2));
      const [ex, ey] = [x - x0 - along * dx, y - y0 - along * dy];
      const cover = Math.min(1, reach - Math.sqrt(ex * ex + ey * ey));
      if (cover > ink[y * SIDE + x]) ink[y * SIDE + x] = cover;
    }
  }
}

const firstPixel = (edge: number) => Math.max(0, Math.ceil(edge));
const lastPixel = (edge: number) => Math.min(SIDE - 1, Math.floor(edge));
