/** A text as 32 bits, for keys (FNV-1a). */
export function keyOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h | 0;
}

/**
 * A standard normal number that is a function of its keys alone: whoever asks for it, in whatever order, gets the same.
 * Keys are whole numbers, of which 32 bits count.
 */
export function normalAt(...keys: readonly number[]): number {
  let h = 0;
  for (let i = 0; i < keys.length; i++) h = mixed(h, keys[i]);
  const u = uniform(mixed(h, 1), mixed(h, 2));
  const v = uniform(mixed(h, 3), mixed(h, 4));
  return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
}

// The finaliser of MurmurHash3 (Appleby 2011), over what was mixed before and one more word.
function mixed(before: number, word: number): number {
  let h = Math.imul(before ^ (word | 0), 0x9e3779b1) ^ (before >>> 15);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** 53 bits in [0, 1). */
const uniform = (high: number, low: number): number => ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
