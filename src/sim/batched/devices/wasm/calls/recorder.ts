import type * as tf from '@tensorflow/tfjs-core';
import { type OwnKernel, runInto } from '../own/own-kernel.js';
import { ownKernels } from '../own/own-kernels.js';
import { Arena } from './arena.js';
import type { Argument, Data, Kernel, Listener, Raw, WasmBackend } from './backend.js';

/** Where the numbers of a tensor lie that calls know by an id. */
export interface Place {
  readonly id: number;
  readonly size: number;
  offset: number;
}

/** What is prepared of an operand, as a packed right factor, is kept under its id. */
const prepares = /MatMul|Conv|Prelu/;

/** Takes down what kernels do, call by call, in memory that stays theirs. */
export class Recorder implements Listener {
  readonly steps: (() => void)[] = [];
  readonly places = new Map<number, Place>();
  readonly arena: Arena;
  /** Tensors from outside that are read, but for those given: they are held. */
  readonly held = new Map<number, object>();
  /** Tensors that were made and are there. */
  readonly there = new Map<number, object>();
  /** Something was done that cannot be done again. */
  spoiled = false;
  private readonly prepared = new Set<number>();
  private inside = false;
  private lookedAt = false;
  private lasts = false;

  constructor(
    readonly backend: WasmBackend,
    readonly raw: Raw,
  ) {
    this.arena = new Arena(raw);
  }

  called(name: string, args: readonly Argument[], answer: unknown): void {
    // An answer may be an address.
    this.spoiled ||= answer !== undefined || args.some((arg) => typeof arg === 'string');
    const numbers = args.map((arg) => (arg instanceof Uint8Array ? this.copied(arg) : Number(arg)));
    const call = this.raw.function(name);
    this.steps.push(() => call(...numbers));
  }

  kernel(name: string, run: Kernel, asked: Parameters<Kernel>[0]): ReturnType<Kernel> {
    // One that is made of others.
    this.spoiled ||= this.inside;
    const { length } = this.steps;
    this.inside = true;
    this.lookedAt = false;
    const made = run(asked);
    this.inside = false;
    const inputs = infosOf(asked).map(({ dataId }) => dataId);
    for (const input of inputs) this.reads(input, prepares.test(name));
    if (this.lookedAt) {
      this.steps.length = length;
      this.repeats(ownKernels.get(name), run, asked, made);
    }
    return made;
  }

  looked(): void {
    this.lookedAt = true;
    this.spoiled ||= !this.inside;
  }

  made(of: object, values: unknown, make: () => void): void {
    this.lasts = values !== null && values !== undefined;
    this.lookedAt ||= this.lasts;
    make();
    this.lasts = false;
    this.there.set(this.dataOf(of).id, of);
  }

  malloc(bytes: number): number {
    return this.arena.take(bytes, this.lasts);
  }

  free(offset: number): void {
    this.arena.give(offset);
  }

  registered(id: number, size: number, offset: number): void {
    this.places.set(id, { id, size, offset });
  }

  disposed(id: number): boolean {
    const place = this.places.get(id);
    if (!place) return false;
    this.there.delete(id);
    if (this.prepared.has(id)) {
      const forget = () => register(this.raw, place);
      forget();
      this.steps.push(forget);
    }
    return true;
  }

  private reads(input: object, prepares: boolean): void {
    const { id } = this.dataOf(input);
    if (prepares) this.prepared.add(id);
    if (this.places.has(id) || this.held.has(id)) return;
    this.backend.incRef(input);
    this.held.set(id, input);
  }

  /** A kernel that moves numbers itself is run again as it is. */
  private repeats(
    own: OwnKernel<unknown> | undefined,
    run: Kernel,
    asked: Parameters<Kernel>[0],
    made: ReturnType<Kernel>,
  ): void {
    if (made === undefined || Array.isArray(made) || 'rank' in made) {
      this.spoiled = true;
      return;
    }
    const { backend } = this;
    const out = this.dataOf(made.dataId);
    if (infosOf(asked).some(({ dataId }) => dataId === made.dataId)) return;
    const place = this.places.get(out.id)!;
    const inputs = shadowsOf(asked.inputs, (info) => this.shadow(info));
    if (own) {
      const into = this.shadow(made);
      this.steps.push(() => runInto(own, { ...asked, inputs }, into));
      return;
    }
    this.steps.push(() => {
      const { dataId } = run({ ...asked, inputs }) as tf.TensorInfo;
      const { memoryOffset: from } = backend.dataIdMap.get(dataId);
      backend.wasm.HEAPU8.copyWithin(place.offset, from, from + bytesOf(out));
      backend.disposeData(dataId);
    });
  }

  /** The same numbers for as long as there is what was taken down. */
  private shadow({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
    const data = this.dataOf(dataId);
    const place = this.places.get(data.id);
    if (!place) return { dataId, shape, dtype };
    const shadow = {};
    this.backend.dataIdMap.set(shadow, {
      ...data,
      get memoryOffset() {
        return place.offset;
      },
      refCount: Number.POSITIVE_INFINITY,
    });
    return { dataId: shadow, shape, dtype };
  }

  private copied(bytes: Uint8Array): number {
    const offset = this.arena.take(bytes.length, true);
    this.backend.wasm.HEAPU8.set(bytes, offset);
    return offset;
  }

  private dataOf(of: object): Data {
    return this.backend.dataIdMap.get(of);
  }
}

/** Registers it anew: what was prepared of its numbers is gone. */
export function register(raw: Raw, { id, size, offset }: Place): void {
  raw.dispose(id);
  raw.register(id, size, offset);
}

export const bytesOf = ({ shape, dtype }: Pick<Data, 'shape' | 'dtype'>): number =>
  shape.reduce((product, size) => product * size, dtype === 'bool' ? 1 : 4);

type Inputs = Parameters<Kernel>[0]['inputs'];

const infosOf = ({ inputs }: { readonly inputs: Inputs }) =>
  Object.values(inputs) as readonly tf.TensorInfo[];

/** Some kernels have a list. */
function shadowsOf(inputs: Inputs, shadow: (info: tf.TensorInfo) => tf.TensorInfo): Inputs {
  const shadows = Object.entries(inputs).map(([name, info]) => [name, shadow(info!)] as const);
  return Array.isArray(inputs)
    ? (shadows.map(([, info]) => info) as unknown as Inputs)
    : Object.fromEntries(shadows);
}
