/** An attribute of an operation of TensorFlow, as tfjs-node's binding takes it. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean | string | readonly number[];
}

/** What an operation gives: a tensor by its number. */
export interface Made {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

export type Numbers = Float32Array | Int32Array | Uint8Array;

/** The calls of tfjs-node's binding that tensors go through. Tensors have numbers. */
export interface Calls {
  createTensor(shape: readonly number[], dtype: number, values: Numbers): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Numbers;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly Made[];
}

/** Names of the kinds of attributes and types, as the binding has them. */
export type Constants = Readonly<
  Record<
    `TF_ATTR_${'STRING' | 'INT' | 'FLOAT' | 'BOOL' | 'TYPE'}` | `TF_${'FLOAT' | 'INT32' | 'BOOL'}`,
    number
  >
>;

/** The binding, with what runs a whole graph of operations at once. */
export interface Binding extends Calls, Constants {
  loadSavedModel(folder: string, tags: string): number;
  runSavedModel(id: number, inputs: readonly number[], feeds: string, fetches: string): readonly Made[];
  deleteSavedModel(id: number): void;
}
