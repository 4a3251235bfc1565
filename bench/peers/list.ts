/** A program that others use for what we do. */
export interface PeerEntry {
  /** As its authors write it. */
  readonly title: string;
  /** Its virtual environment: a file of `requirements/`. */
  readonly environment: string;
  /** The modules that its programs import; the first names it. */
  readonly modules: readonly string[];
  /** The first module's package on PyPI. */
  readonly packageName: string;
}

/** Every peer. A new one: one line here, and its requirements. */
export const peers = {
  torch: { title: 'PyTorch', environment: 'torch', modules: ['torch'], packageName: 'torch' },
  jax: { title: 'JAX', environment: 'jax', modules: ['jax'], packageName: 'jax' },
  fabricpc: { title: 'FabricPC', environment: 'jax', modules: ['fabricpc'], packageName: 'fabricpc' },
  pcx: { title: 'pcx', environment: 'pcx', modules: ['pcx'], packageName: 'pcx' },
  ngclearn: { title: 'ngc-learn', environment: 'jax', modules: ['ngclearn'], packageName: 'ngclearn' },
  brian2: { title: 'Brian2', environment: 'brian2', modules: ['brian2', 'Cython'], packageName: 'brian2' },
  nest: { title: 'NEST', environment: 'nest', modules: ['nest'], packageName: 'nest-simulator' },
  scipy: { title: 'SciPy', environment: 'data', modules: ['scipy'], packageName: 'scipy' },
  duckdb: {
    ...{ title: 'DuckDB, pandas and polars', environment: 'data', packageName: 'duckdb' },
    modules: ['duckdb', 'pandas', 'polars', 'pyarrow'],
  },
} as const satisfies Readonly<Record<string, PeerEntry>>;

export type PeerName = keyof typeof peers;

/** All of them, in the order of the list. */
export const peerNames = Object.keys(peers) as PeerName[];
