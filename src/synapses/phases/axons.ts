/** Of each axon from the shortest to the longest: delays in tau, and where they lead. */
export interface Sorted {
  readonly near: Float64Array;
  readonly targets: Int32Array;
}

/** @param lag in tau, at post * pres + pre */
export function sortedOf(lag: Float64Array, posts: number, pres: number): Sorted {
  const near = new Float64Array(lag.length);
  const targets = new Int32Array(lag.length);
  const own = new Float64Array(posts);
  const starts = new Int32Array(posts + 1);
  for (let pre = 0; pre < pres; pre++) {
    for (let post = 0; post < posts; post++) own[post] = lag[post * pres + pre];
    const from = pre * posts;
    const to = from + posts;
    sortOne(own, starts, near.subarray(from, to), targets.subarray(from, to));
  }
  return { near, targets };
}

/** Drawers with more in them than this are sorted otherwise. */
const full = 64;

/** Into as many drawers of equal width as there are delays, then each past those before it that are longer: a stable sort. */
function sortOne(lags: Float64Array, starts: Int32Array, near: Float64Array, targets: Int32Array): void {
  const count = lags.length;
  const { shortest, longest } = rangeOf(lags);
  const scale = longest > shortest ? (count - 1) / (longest - shortest) : 0;
  const drawerOf = (lag: number) => Math.min(count - 1, Math.floor((lag - shortest) * scale));
  starts.fill(0);
  for (let i = 0; i < count; i++) starts[drawerOf(lags[i]) + 1]++;
  const crowded = starts.some((many) => many > full);
  for (let k = 1; k <= count; k++) starts[k] += starts[k - 1];
  for (let i = 0; i < count; i++) targets[starts[drawerOf(lags[i])]++] = i;
  if (crowded) targets.set(Array.from(targets).sort((a, b) => lags[a] - lags[b]));
  else settle(lags, targets);
  for (let i = 0; i < count; i++) near[i] = lags[targets[i]];
}

function rangeOf(lags: Float64Array): { readonly shortest: number; readonly longest: number } {
  let [shortest, longest] = [Infinity, 0];
  for (let i = 0; i < lags.length; i++) {
    shortest = Math.min(shortest, lags[i]);
    longest = Math.max(longest, lags[i]);
  }
  return { shortest, longest };
}

/** Few are out of place, and not by much. */
function settle(lags: Float64Array, targets: Int32Array): void {
  for (let i = 1; i < targets.length; i++) {
    const target = targets[i];
    const lag = lags[target];
    let at = i;
    for (; at > 0 && lags[targets[at - 1]] > lag; at--) targets[at] = targets[at - 1];
    targets[at] = target;
  }
}
