import * as tf from '@tensorflow/tfjs-core';
import type { Data, Raw, WasmBackend } from './backend.js';
import { heard, heardBy } from './listening.js';
import { bytesOf, type Place, Recorder, register } from './recorder.js';

/** What the calls make. */
interface Made {
  readonly place: Place;
  readonly like: Pick<tf.Tensor, 'shape' | 'dtype'>;
}

/** Calls of the module that were taken down, to be made again on other tensors. */
export interface Tape {
  readonly recorder: Recorder;
  /** Where calls expect what is given: a tensor that is given twice is one. */
  readonly given: readonly Place[];
  readonly results: readonly Made[];
}

/** More bytes than these in all are not kept for work that may come again. */
const mostBytes = 2 ** 28;

/** What was used last at the end. */
const kept = new Set<Tape>();

/**
 * Does `work`, within a scope that lasts, and takes down what it calls.
 * @param tensorsOf of its result
 * @returns no tape where that cannot be done again
 */
export function recorded<R>(
  given: readonly tf.Tensor[],
  work: () => R,
  tensorsOf: (result: R) => readonly tf.Tensor[],
): { readonly result: R; readonly tape: Tape | undefined } {
  const { backend, raw } = heard()!;
  const recorder = new Recorder(backend, raw);
  const data = given.map(({ dataId }) => backend.dataIdMap.get(dataId));
  const own = new Map([...new Set(data)].map((one) => [one, one.id]));
  const places = new Map([...own.keys()].map((one) => [one, placed(one, recorder, backend, raw)]));
  let tape: Tape | undefined;
  try {
    const result = heardBy(recorder, work);
    const results = tensorsOf(result).map((tensor) => madeOf(tensor, given, recorder, backend));
    const fits = !recorder.spoiled && recorder.arena.bytes <= mostBytes;
    if (fits && results.every(isThere) && areApart(results))
      tape = { recorder, given: data.map((one) => places.get(one)!), results };
    return { result, tape };
  } finally {
    for (const [one, id] of own) one.id = id;
    for (const of of recorder.there.values()) moveOut(backend.dataIdMap.get(of), backend, raw);
    if (tape) keep(tape);
    else free(recorder, backend, raw);
  }
}

/** What the calls make of these; undefined where they are not there any more, or others than they were. */
export function replayed(tape: Tape, given: readonly tf.Tensor[]): tf.Tensor[] | undefined {
  const { backend, raw } = heard()!;
  if (!kept.delete(tape)) return undefined;
  kept.add(tape);
  const data = given.map(({ dataId }) => backend.dataIdMap.get(dataId));
  if (!isLike(tape.given, data, given)) return undefined;
  for (const [k, place] of tape.given.entries()) point(place, data[k].memoryOffset, raw);
  const { results } = tape;
  for (const { place, like } of results) point(place, raw.malloc(bytesOf(like)), raw);
  for (const step of tape.recorder.steps) step();
  return results.map(({ place, like: { shape, dtype } }) => {
    const output = backend.makeOutput(shape, dtype, place.offset);
    return tf.engine().makeTensorFromTensorInfo(output);
  });
}

/** Gives its memory back. */
export function drop(tape: Tape): void {
  if (!kept.delete(tape)) return;
  const { backend, raw } = tape.recorder;
  free(tape.recorder, backend, raw);
}

function keep(tape: Tape): void {
  kept.add(tape);
  let bytes = 0;
  for (const { recorder } of kept) bytes += recorder.arena.bytes;
  for (const oldest of kept) {
    if (bytes <= mostBytes) return;
    bytes -= oldest.recorder.arena.bytes;
    drop(oldest);
  }
}

function free({ arena, places, held }: Recorder, backend: WasmBackend, raw: Raw): void {
  for (const id of places.keys()) raw.dispose(id);
  places.clear();
  for (const of of held.values()) backend.disposeData(of);
  arena.free();
}

/** An id for what is given: calls are told it in place of the tensor's own. */
function placed(data: Data, { places }: Recorder, backend: WasmBackend, raw: Raw): Place {
  const place = { id: backend.dataIdNextNumber++, size: sizeOf(data), offset: data.memoryOffset };
  raw.register(place.id, place.size, place.offset);
  places.set(place.id, place);
  data.id = place.id;
  return place;
}

function point(place: Place, offset: number, raw: Raw): void {
  place.offset = offset;
  register(raw, place);
}

/** What stays lies somewhere else from now on: where it lay is the tape's. */
function moveOut(data: Data, backend: WasmBackend, raw: Raw): void {
  const { memoryOffset: from } = data;
  const bytes = bytesOf(data);
  data.id = backend.dataIdNextNumber++;
  data.memoryOffset = raw.malloc(bytes);
  backend.wasm.HEAPU8.copyWithin(data.memoryOffset, from, from + bytes);
  raw.register(data.id, sizeOf(data), data.memoryOffset);
}

/** @returns undefined of a tensor that was there before, or shares its numbers with another */
function madeOf(
  tensor: tf.Tensor,
  given: readonly tf.Tensor[],
  { places }: Recorder,
  backend: WasmBackend,
): Made | undefined {
  if (given.includes(tensor)) return undefined;
  const { id, refCount } = backend.dataIdMap.get(tensor.dataId);
  const place = places.get(id);
  const { shape, dtype } = tensor;
  return place && refCount === 1 ? { place, like: { shape, dtype } } : undefined;
}

/** Each has numbers of its own: who frees one frees no other. */
const areApart = (results: readonly Made[]): boolean =>
  new Set(results.map(({ place }) => place)).size === results.length;

const isThere = (made: Made | undefined): made is Made => made !== undefined;

/** The same sizes, and the same tensor given twice. */
function isLike(places: readonly Place[], data: readonly Data[], given: readonly tf.Tensor[]): boolean {
  const first = <V>(list: readonly V[], one: V) => list.indexOf(one);
  return places.every(
    (place, k) => place.size === given[k].size && first(places, place) === first(data, data[k]),
  );
}

const sizeOf = ({ shape }: Pick<Data, 'shape'>): number => shape.reduce((product, size) => product * size, 1);
