/** A row of a run's metrics, with the keys epoch, step, train/loss, train/accuracy, test/loss and test/accuracy as far as known; those beginning
 * with energy/ are sums over the presentations of the epoch. */
export type MetricRow = Readonly<Record<string, number | string | null>>;

/** One run, by the name that tells it apart. */
export interface RunMetrics {
  readonly name: string;
  /** In order of time. Accuracies are fractions of 1. */
  readonly metrics: readonly MetricRow[];
}

/** A value in a table of settings. */
export type Setting = string | number | boolean | null;

/** A table: a row holds one cell for each column. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A part of a report that is not one of the usual ones. */
export interface Section {
  readonly title: string;
  /** Paragraphs, with an empty line between them. */
  readonly text?: string;
  /** Standalone SVG documents, as the functions of `plots/` make them; they go into the page as they are. */
  readonly figures?: readonly string[];
  readonly table?: Table;
}

/** How near the relaxing activities come to the gradient. */
export interface RelaxationData {
  /** For each layer, `values[k]`: the squared error of its activity against the gradient, at moment k. */
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  /** The moments: after how many steps; 0, 1, 2, ... if not given. */
  readonly steps?: readonly number[];
  /** Of a relaxation in continuous time, instead: the moments, in tau. */
  readonly times?: readonly number[];
  /** The length of a step, in tau. */
  readonly stepSize: number;
}

/** Everything a report shows. */
export interface ReportData {
  readonly title: string;
  /** What was found, in one sentence. */
  readonly summary: string;
  readonly runs: readonly RunMetrics[];
  /** What the loss is, with its unit, for the axis; by default just "loss". */
  readonly lossLabel?: string;
  /** `counts[t][p]`: samples of true class t that were taken for class p. */
  readonly confusion?: {
    readonly labels: readonly string[];
    readonly counts: readonly (readonly number[])[];
  };
  readonly relaxation?: RelaxationData;
  readonly configuration: Readonly<Record<string, Setting>>;
  /** Where the numbers come from: commit, command, machine, versions, data. */
  readonly provenance: Readonly<Record<string, Setting>>;
  readonly sections?: readonly Section[];
}
