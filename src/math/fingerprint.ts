/**
 * A few letters that stand for many numbers: the same for the same bits in the same order, and for others hardly ever (53 bits;
 * cyrb53, public domain). It finds mistakes, not forgeries.
 */
export function fingerprint(values: ArrayLike<number>): string {
  const words = new Uint32Array(Float64Array.from(values).buffer);
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (const word of words) {
    high = Math.imul(high ^ word, 2654435761);
    low = Math.imul(low ^ word, 1597334677);
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, '0');
}
