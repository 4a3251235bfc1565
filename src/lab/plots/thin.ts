/** A point of a curve. */
export type Point = readonly [x: number, y: number];

/**
 * A curve of at most about `limit` points that looks the same: of each run of neighbours the lowest and the highest
 * stay, so that no spike is lost, and the first and the last point of all. Points are not changed or reordered.
 */
export function thinCurve(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) return points;
  const size = Math.ceil((2 * points.length) / limit);
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += size) {
    kept.push(...peaks(points, from, Math.min(points.length, from + size)));
  }
  return kept;
}

function peaks(points: readonly Point[], from: number, to: number): Point[] {
  const keep = new Set<number>();
  if (from === 0) keep.add(0);
  if (to === points.length) keep.add(to - 1);
  let [low, high] = [-1, -1];
  for (let i = from; i < to; i++) {
    const y = points[i][1];
    // A gap in the curve stays one.
    if (Number.isNaN(y)) keep.add(i);
    else if (low < 0) low = high = i;
    else if (y < points[low][1]) low = i;
    else if (y > points[high][1]) high = i;
  }
  if (low >= 0) keep.add(low).add(high);
  return [...keep].sort((a, b) => a - b).map((i) => points[i]);
}

/** `limit` of the items, evenly spread over the list, or all if there are no more. */
export function thinEvenly<T>(items: readonly T[], limit: number): readonly T[] {
  if (items.length <= limit) return items;
  return Array.from({ length: limit }, (_, i) => items[Math.floor((i * items.length) / limit)]);
}
