import seedrandom from 'seedrandom';

/** The state of a random stream: JSON, and enough to continue it exactly. */
export interface StreamState {
  readonly c: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

/** A source of random numbers with a name of its own, so that using one never disturbs another. */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in 0 .. n-1. */
  integer(n: number): number;
  /** Standard normal (Box-Muller; both numbers of a pair come from one call, so there is no spare to save). */
  normal(): number;
  state(): StreamState;
}

/** The stream called `name` under `seed`; the same two always give the same numbers. */
export function randomStream(seed: number, name: string): RandomStream {
  return wrap(seedrandom.alea(`${seed}/${name}`, { state: true }));
}

/** Continues a stream from a saved state. */
export function resumeStream(state: StreamState): RandomStream {
  return wrap(seedrandom.alea('', { state }));
}

function wrap(prng: seedrandom.StatefulPRNG<StreamState>): RandomStream {
  const uniform = () => prng.double();
  return {
    uniform,
    integer: (n) => Math.floor(prng.double() * n),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    state: () => prng.state(),
  };
}

/** A random order of 0 .. n-1 (Fisher-Yates). */
export function permutation(stream: RandomStream, n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    const swap = order[i];
    order[i] = order[j];
    order[j] = swap;
  }
  return order;
}
