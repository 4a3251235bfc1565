// The raw forms the reference reads. They mirror the JSON descriptions and owe nothing to src.

/** One dense layer of the layered form: xbar = f(W input + b). */
export interface LayerDescription {
  readonly type: string;
  readonly units: number;
  readonly activation: string;
}

/** A chain: nodes `layers.0`, `layers.1`, ... on the input `input`; the last layer is the output. */
export interface LayeredDescription {
  readonly input: readonly number[];
  readonly layers: readonly LayerDescription[];
  readonly loss: string;
}

/** One dense node of the graph form: xbar = f(W concat(from) + b). */
export interface NodeDescription extends LayerDescription {
  readonly from: readonly string[];
}

/** A directed acyclic graph; nodes may be listed in any order, outputs are names of nodes. */
export interface GraphDescription {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly nodes: Readonly<Record<string, NodeDescription>>;
  readonly outputs: Readonly<Record<string, { readonly loss: string }>>;
}

/** Either form of a network. */
export type Description = LayeredDescription | GraphDescription;

/** `NAME.weight` with shape [out, in], row-major, and `NAME.bias` with shape [out]. */
export type ParameterSet = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> }>
>;

/** Numbers of one kind for every node: [node][sample][unit]. */
export type PerNode = Record<string, number[][]>;

/** Inputs and targets by name, each [sample][unit]. */
export interface Batch {
  readonly inputs: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly targets: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** What every calculation takes: a network, its parameters and one batch. */
export type Example = readonly [network: Description, params: ParameterSet, batch: Batch];

/** One flat, row-major gradient of the batch-mean loss per parameter. */
export type Gradient = Record<string, number[]>;

/** Who moves when: all from the old state, or in place with children before parents. */
export type Schedule = 'synchronous' | 'top-down';

/** Where relaxing nodes start: at their forward activity xbar, or at 0. */
export type Initial = 'forward' | 'zero';

/** Where a relaxation ended, the weight changes read off there, and the loss of the forward pass. */
export interface Relaxed {
  activity: PerNode;
  gradient: Gradient;
  loss: number;
}
