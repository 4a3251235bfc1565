/** Widens IEEE 754 binary16 numbers, given as their bits. */
export function fromHalf(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, halfValue);
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Widens bfloat16 numbers, given as their bits: the upper half of a float32. */
export function fromBrain(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (b) => b << 16).buffer);
}
