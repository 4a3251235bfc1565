import { sizeOf } from '../../../../../network/shapes.js';
import type { Attribute, Binding, Calls, Made, Numbers } from './binding.js';
import { oneByOne } from './one-by-one.js';
import { outputOf } from './output-shapes.js';
import type { Step } from './program.js';
import { type Policy, Programs } from './programs.js';

/** A tensor, as it is known to whoever calls. */
interface Entry {
  readonly shape: readonly number[];
  readonly dtype: number;
  /** Of a small list of whole numbers, such as axes. */
  readonly values?: Int32Array | undefined;
  /** The binding's number of it; undefined as long as it is not worked out. */
  real: number | undefined;
  /** The step that makes it; its place among tensors from outside, below zero; undefined if nothing uses it. */
  place: number | undefined;
  freed: boolean;
  /** Stays, whoever frees it: others have it too. */
  readonly lasting?: boolean;
}

/** As many values as say where: axes, shapes, paddings, columns. */
const few = 64;
/** So many of such lists are kept, each once. */
const mostLists = 1024;
/** Steps that may be put off, or memory would grow with the length of a scope. */
const mostSteps = 4096;

/**
 * The calls of the binding, put off while a scope lasts and then done in one: a call of TensorFlow's eager execution takes 6 to 16
 * microseconds whatever its size, an operation within a session one or two. The same kernels work on the same numbers in the
 * same order, so the results are the same to the bit.
 */
export class Deferring implements Calls {
  private readonly entries = new Map<number, Entry>();
  private readonly lists = new Map<string, Entry>();
  private programs: Programs;
  private next = 0;
  private depth = 0;
  private steps: (Step & { readonly output: Entry })[] = [];
  private feeds: Entry[] = [];
  /** Numbers of the binding that go once the steps are done. */
  private later: number[] = [];
  private readings: { readonly entry: Entry; readonly into: Float32Array }[] = [];

  constructor(
    private readonly binding: Binding,
    policy: Policy,
  ) {
    this.programs = new Programs(binding, policy);
  }

  /** Which steps get a program from now on. */
  set policy(policy: Policy) {
    this.programs.dispose();
    this.programs = new Programs(this.binding, policy);
  }

  /** Runs `work`; what it asks for is there once the outermost scope has ended. */
  scope<R>(work: () => R): R {
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
      if (this.depth === 0) this.flush();
    }
  }

  /** A tensor's values: at once outside of scopes, at the end of the outermost within. */
  read(id: number): Float32Array {
    const entry = this.entryOf(id);
    if (entry.real !== undefined) return this.binding.tensorDataSync(entry.real) as Float32Array;
    const into = new Float32Array(sizeOf(entry.shape));
    this.readings.push({ entry, into });
    return into;
  }

  createTensor(shape: readonly number[], dtype: number, values: Numbers): number {
    const id = this.next++;
    const list = dtype === this.binding.TF_INT32 && values.length <= few;
    this.entries.set(id, list ? this.listOf(shape, dtype, values) : this.uploaded(shape, dtype, values));
    return id;
  }

  /** The same numbers again are the same tensor. */
  private listOf(shape: readonly number[], dtype: number, values: Numbers): Entry {
    const key = `${shape}:${values}`;
    const known = this.lists.get(key);
    if (known) return known;
    const lasting = this.lists.size < mostLists;
    const entry = { ...this.uploaded(shape, dtype, values), values: Int32Array.from(values), lasting };
    if (lasting) this.lists.set(key, entry);
    return entry;
  }

  private uploaded(shape: readonly number[], dtype: number, values: Numbers): Entry {
    const real = this.binding.createTensor(shape, dtype, values);
    return { shape, dtype, real, place: undefined, freed: false };
  }

  deleteTensor(id: number): void {
    const entry = this.entryOf(id);
    this.entries.delete(id);
    if (entry.lasting) return;
    entry.freed = true;
    if (entry.real === undefined) return;
    if (this.steps.length > 0) this.later.push(entry.real);
    else this.binding.deleteTensor(entry.real);
  }

  tensorDataSync(id: number): Numbers {
    const entry = this.entryOf(id);
    if (entry.real === undefined) this.flush();
    return this.binding.tensorDataSync(entry.real!);
  }

  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly Made[] {
    const operands = inputs.map((id) => this.entryOf(id));
    const output = this.depth > 0 && outputs === 1 ? outputOf(name, attributes, operands) : undefined;
    if (output) return [this.putOff(name, attributes, operands, output)];
    this.flush();
    const real = operands.map((entry) => entry.real!);
    return this.binding.executeOp(name, attributes, real, outputs).map(({ id: made, shape, dtype }) => {
      const id = this.next++;
      this.entries.set(id, { shape, dtype, real: made, place: undefined, freed: false });
      return { id, shape, dtype };
    });
  }

  private putOff(
    name: string,
    attributes: readonly Attribute[],
    operands: readonly Entry[],
    { shape, dtype }: Pick<Made, 'shape' | 'dtype'>,
  ): Made {
    if (this.steps.length >= mostSteps) this.flush();
    const inputs = operands.map((entry) => this.placeOf(entry));
    const output: Entry = { shape, dtype, real: undefined, place: this.steps.length, freed: false };
    this.steps.push({ name, attributes, inputs, output });
    const id = this.next++;
    this.entries.set(id, output);
    return { id, shape, dtype };
  }

  private placeOf(entry: Entry): number {
    if (entry.place === undefined) {
      this.feeds.push(entry);
      entry.place = -this.feeds.length;
    }
    return entry.place;
  }

  /** Does what was put off. */
  private flush(): void {
    const { steps, feeds, readings } = this;
    if (steps.length === 0) return;
    [this.steps, this.feeds, this.readings] = [[], [], []];
    const wanted = new Set(readings.map(({ entry }) => entry));
    const fetches = [...steps.keys()].filter((i) => !steps[i].output.freed || wanted.has(steps[i].output));
    try {
      if (fetches.length > 0) this.fetch(steps, feeds, fetches);
      for (const { entry, into } of readings) into.set(this.binding.tensorDataSync(entry.real!));
    } finally {
      for (const feed of feeds) feed.place = undefined;
      for (const { output } of steps) {
        output.place = undefined;
        if (output.freed && output.real !== undefined) this.later.push(output.real);
      }
      for (const id of this.later.splice(0)) this.binding.deleteTensor(id);
    }
  }

  private fetch(
    steps: readonly (Step & { readonly output: Entry })[],
    feeds: readonly Entry[],
    fetches: readonly number[],
  ): void {
    const inputs = feeds.map(({ real }) => real!);
    const plan = { steps, feeds: feeds.map(({ dtype }) => dtype), fetches };
    const made = this.programs.run(plan, inputs) ?? oneByOne(plan, inputs, this.binding);
    for (const [k, i] of fetches.entries()) steps[i].output.real = made[k].id;
  }

  private entryOf(id: number): Entry {
    const entry = this.entries.get(id);
    if (!entry) throw new Error(`tensor ${id} is not there`);
    return entry;
  }
}
