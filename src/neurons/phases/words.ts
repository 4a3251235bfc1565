import type { Outlet } from './outlet.js';

/** Columns by key. */
interface Columns {
  readonly keys: readonly number[];
  readonly composed: readonly Float64Array[];
  readonly said: readonly Float64Array[];
  readonly spoken: readonly Uint8Array[];
}

type Compared = [
  composed: readonly Float64Array[],
  said: readonly Float64Array[],
  spoken: readonly Uint8Array[],
];

/** What some would say under keys, what they last said, and whether they ever did: at each port, where these are told apart. */
export function wordsOf(
  outlets: readonly Outlet[],
  { keys, composed, said, spoken }: Columns,
  units: Int32Array,
): Compared {
  const ported = outlets.find(({ atPorts }) => atPorts);
  const words = keys.map(
    (key) => ported?.atPorts?.(key, units, composed[key]) ?? { composed: [composed[key]], said: [said[key]] },
  );
  return [
    words.flatMap((one) => one.composed),
    words.flatMap((one) => one.said),
    words.flatMap((one, k) => one.said.map(() => spoken[keys[k]])),
  ];
}
