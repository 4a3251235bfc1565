/** Of each axon from the shortest to the longest: delays in tau, and where they lead. */
export interface Sorted {
  readonly near: Float64Array;
  readonly targets: Int32Array;
}

export function sortedOf(lag: Float64Array, posts: number, pres: number): Sorted {
  const near = new Float64Array(lag.length);
  const targets = new Int32Array(lag.length);
  for (let pre = 0; pre < pres; pre++) {
    const lagTo = (post: number) => lag[post * pres + pre];
    // A stable sort: of equal delays, the first synapse comes first.
    const sorted = Array.from({ length: posts }, (_, post) => post).sort((a, b) => lagTo(a) - lagTo(b));
    targets.set(sorted, pre * posts);
    near.set(sorted.map(lagTo), pre * posts);
  }
  return { near, targets };
}
