import { sizeOf } from '../../../../../network/shapes.js';
import type { Attribute, Binding, Calls, Made, Numbers } from './binding.js';
import type { Entry } from './entry.js';
import { Lists } from './lists.js';
import { oneByOne } from './one-by-one.js';
import { outputOf } from './output-shapes.js';
import { type Policy, Programs } from './programs.js';
import type { Tape } from './tape.js';
import { Waiting } from './waiting.js';

/** Steps that may be put off, or memory would grow with the length of a scope. */
const mostSteps = 4096;

/**
 * The calls of the binding, put off while a scope lasts and then done in one: a call of TensorFlow's eager execution takes 6 to 16
 * microseconds whatever its size, an operation within a session one or two. The same kernels work on the same numbers in the
 * same order, so the results are the same to the bit.
 */
export class Deferring implements Calls {
  private readonly entries = new Map<number, Entry>();
  private readonly lists = new Lists();
  private programs: Programs;
  private next = 0;
  private depth = 0;
  private waiting = new Waiting();
  /** Numbers of the binding that go once the steps are done. */
  private later: number[] = [];
  /** How often something was done at once, or read. */
  private notPutOff = 0;

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
    this.notPutOff++;
    if (entry.real !== undefined) return this.binding.tensorDataSync(entry.real) as Float32Array;
    const into = new Float32Array(sizeOf(entry.shape));
    this.waiting.readings.push({ entry, into });
    return into;
  }

  createTensor(shape: readonly number[], dtype: number, values: Numbers): number {
    const id = this.next++;
    const upload = () => this.uploaded(shape, dtype, values);
    const list = dtype === this.binding.TF_INT32 && this.lists.of(shape, values, upload);
    this.entries.set(id, list || upload());
    return id;
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
    if (this.waiting.steps.length > 0) this.later.push(entry.real);
    else this.binding.deleteTensor(entry.real);
  }

  tensorDataSync(id: number): Numbers {
    const entry = this.entryOf(id);
    this.notPutOff++;
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
    if (output) return [this.putOff({ name, attributes }, operands, output)];
    this.notPutOff++;
    this.flush();
    const real = operands.map((entry) => entry.real!);
    return this.binding.executeOp(name, attributes, real, outputs).map(({ id: made, shape, dtype }) => {
      return this.told({ shape, dtype, real: made, place: undefined, freed: false });
    });
  }

  /**
   * Runs `work`, and takes down what it puts off.
   * @param given numbers of the tensors that another time may be others
   * @returns what was taken down; undefined where something was done at once or read, or other work waits
   */
  recorded<R>(given: readonly number[], work: () => R): { result: R; tape: Tape | undefined } {
    const alone = this.depth > 0 && this.waiting.steps.length === 0;
    const before = this.notPutOff;
    const result = work();
    const all = alone && this.notPutOff === before;
    return { result, tape: all ? this.waiting.tape(this.entriesOf(given)) : undefined };
  }

  /** The step that makes a tensor; undefined where none waits that does. */
  stepOf(id: number): number | undefined {
    const { place = -1 } = this.entryOf(id);
    return place < 0 ? undefined : place;
  }

  /**
   * Puts off what was taken down, on other tensors.
   * @param wanted numbers of steps
   * @returns what these make; undefined where tensors are gone that it needs, or other work waits
   */
  replayed(tape: Tape, given: readonly number[], wanted: readonly number[]): readonly Made[] | undefined {
    const there = this.depth > 0 && this.waiting.addAll(tape, this.entriesOf(given), wanted);
    return there ? wanted.map((place) => this.told(this.waiting.outputs[place])) : undefined;
  }

  private putOff(
    step: { readonly name: string; readonly attributes: readonly Attribute[] },
    operands: readonly Entry[],
    { shape, dtype }: Pick<Made, 'shape' | 'dtype'>,
  ): Made {
    if (this.waiting.steps.length >= mostSteps) {
      this.notPutOff++;
      this.flush();
    }
    const output: Entry = { shape, dtype, real: undefined, place: undefined, freed: false };
    this.waiting.add(step, operands, output);
    return this.told(output);
  }

  /** Gives a tensor a number. */
  private told(entry: Entry): Made {
    const id = this.next++;
    this.entries.set(id, entry);
    return { id, shape: entry.shape, dtype: entry.dtype };
  }

  /** Does what was put off. */
  private flush(): void {
    const { waiting } = this;
    if (waiting.steps.length === 0) return;
    this.waiting = new Waiting();
    try {
      this.fetch(waiting);
      for (const { entry, into } of waiting.readings) into.set(this.binding.tensorDataSync(entry.real!));
    } finally {
      waiting.end();
      for (const { freed, real } of waiting.outputs) if (freed && real !== undefined) this.later.push(real);
      for (const id of this.later.splice(0)) this.binding.deleteTensor(id);
    }
  }

  private fetch(waiting: Waiting): void {
    const { plan, feeds } = waiting.plan();
    if (plan.fetches.length === 0) return;
    const made = this.programs.run(plan, feeds) ?? oneByOne(plan, feeds, this.binding);
    for (const [k, i] of plan.fetches.entries()) waiting.outputs[i].real = made[k].id;
  }

  private entriesOf(ids: readonly number[]): Entry[] {
    return ids.map((id) => this.entryOf(id));
  }

  private entryOf(id: number): Entry {
    const entry = this.entries.get(id);
    if (!entry) throw new Error(`tensor ${id} is not there`);
    return entry;
  }
}
