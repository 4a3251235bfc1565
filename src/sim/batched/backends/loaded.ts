/** What a backend's loader tells of it. */
export interface Loaded {
  /** Of its npm package. */
  readonly version: string;
  /** Of the native library behind it, where there is one. */
  readonly native?: NativeLibrary;
  /** The GPU that computes, or what stands in for one, as its driver names it. */
  readonly adapter?: string;
}

/** A library that computes outside of JavaScript, and how it was set up. */
export interface NativeLibrary {
  /** Its name and version, as it gives them itself. */
  readonly library: string;
  /** Threads for one operation. */
  readonly threads: number;
  readonly oneDnn: boolean;
}

/** A native library in words, as `TensorFlow 2.21.0, 1 thread, oneDNN off`. */
export function nativeLine({ library, threads, oneDnn }: NativeLibrary): string {
  return `${library}, ${threads} thread${threads === 1 ? '' : 's'}, oneDNN ${oneDnn ? 'on' : 'off'}`;
}
