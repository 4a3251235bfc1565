import type { ScaleOptions } from '@observablehq/plot';
import { plain } from './theme.js';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A power of ten as it is written, 10⁻³; other numbers in short. */
export function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(value / 10 ** exponent - 1) > 1e-9) return String(Number(value.toPrecision(3)));
  const digits = String(Math.abs(exponent)).replace(/\d/g, (d) => superscripts[Number(d)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

const exponentSteps = [1, 2, 3, 5, 10, 20, 50, 100];

/**
 * A logarithmic axis over positive values: marked at powers of ten, about seven of them; where it spans fewer than
 * two, at round numbers.
 */
export function logAxis(label: string, domain: readonly [number, number]): ScaleOptions {
  const shared: ScaleOptions = {
    type: 'log',
    label: plain(label),
    labelArrow: 'none',
    domain,
    tickFormat: powerOfTen,
  };
  const [low, high] = [Math.log10(domain[0]) - 1e-9, Math.log10(domain[1]) + 1e-9];
  const step = exponentSteps.find((size) => (high - low) / size <= 8) ?? 100;
  const decades: number[] = [];
  for (let e = Math.ceil(low / step) * step; e <= high; e += step) decades.push(10 ** e);
  return { ...shared, ticks: decades.length < 2 ? 5 : decades };
}

/** A linear axis; `whole` values that span little are marked one by one rather than at fractions. */
export function linearAxis(label: string, domain: readonly [number, number], whole = false): ScaleOptions {
  const shared: ScaleOptions = { label: plain(label), labelArrow: 'none', domain };
  const [low, high] = domain;
  if (!whole || high - low > 10) return shared;
  const first = Math.ceil(low);
  const ticks = Array.from({ length: Math.floor(high) - first + 1 }, (_, i) => first + i);
  return { ...shared, ticks, tickFormat: String };
}

/** Numbers that are closer cannot be told apart on an axis: their steps would lose digits. */
const closest = 1e-290;
/** Larger ones are drawn at this: spans have to be numbers. */
const largest = 1e300;

/** The least and greatest finite value, widened if they are the same; undefined when there is none. */
export function extent(values: Iterable<number>): [number, number] | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const drawn = Math.max(-largest, Math.min(largest, value));
    low = Math.min(low, drawn);
    high = Math.max(high, drawn);
  }
  if (low > high) return undefined;
  const spread = Math.abs(low) > closest ? Math.abs(low) : 1;
  return high - low < closest ? [low - spread / 2, high + spread / 2] : [low, high];
}
