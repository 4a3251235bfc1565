/**
 * Central difference of fourth order: f'(x) = (8 (f(x+h) - f(x-h)) - (f(x+2h) - f(x-2h))) / 12h + O(h^4).
 * With h = 1e-3 both the truncation and the rounding are near 1e-12 for functions of the size of one.
 */
export function slopeAt(f: (x: number) => number, x: number, h = 1e-3): number {
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}
