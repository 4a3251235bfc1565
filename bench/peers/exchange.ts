import { z } from 'zod';
import type { Values } from '../../src/index.js';
import { RelaxonError, relativeDifference } from '../../src/index.js';
import type { Child } from '../children/child.js';

/** An array as it travels in a line of JSON. */
export interface SentArray {
  readonly shape: readonly number[];
  readonly type: string;
  /** Of its bytes, little-endian. */
  readonly base64: string;
}

const types = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

const arraySchema = z
  .object({
    shape: z.array(z.int().nonnegative()),
    type: z.enum(['float32', 'float64', 'int32']),
    base64: z.string(),
  })
  .transform(({ shape, type, base64 }) => {
    // A copy, which begins where numbers may begin.
    const { buffer } = Uint8Array.from(Buffer.from(base64, 'base64'));
    return { shape, data: new types[type](buffer) };
  });

/** What contestants of ours make of a problem: arrays by their names. */
export const answersSchema = z.object({ answers: z.record(z.string(), z.array(arraySchema)) });

/** What a peer says to a problem. */
export const answerSchema = z.object({ answer: z.array(arraySchema) });

/** Arrays as they were received. */
export type Received = z.infer<typeof arraySchema>;

/** Writes an array down. */
export function sent({ shape, data }: Values | { shape: readonly number[]; data: Int32Array }): SentArray {
  const type = data instanceof Float32Array ? 'float32' : data instanceof Float64Array ? 'float64' : 'int32';
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { shape: [...shape], type, base64: bytes.toString('base64') };
}

/**
 * Why a peer's answer to a problem is not ours: what `disagreement` says, or that it breaks.
 * @param by its contestant
 */
export async function peerDisagreement(
  peer: Child,
  by: string,
  problem: unknown,
  ...ours: [answer: readonly Received[], tolerance: number, given?: readonly Received[]]
): Promise<string | undefined> {
  try {
    const { answer } = await peer.ask({ solve: problem, by }, answerSchema);
    const reason = disagreement(answer, ...ours);
    return reason && `${peer.name}: ${reason}`;
  } catch (error) {
    if (!(error instanceof RelaxonError)) throw error;
    return error.message;
  }
}

/**
 * Why two lists of arrays are not the same answer: the largest difference of an array, relative to its largest number.
 * @param given arrays that both began with, if they are to be compared by how far they moved from there
 * @returns undefined where they are the same within the tolerance
 */
export function disagreement(
  theirs: readonly Received[],
  ours: readonly Received[],
  tolerance: number,
  given?: readonly Received[],
): string | undefined {
  if (theirs.length !== ours.length) return `gives ${theirs.length} arrays, ours ${ours.length}`;
  for (const [i, array] of ours.entries()) {
    if (theirs[i].shape.join() !== array.shape.join())
      return `array ${i} is [${theirs[i].shape}], ours [${array.shape}]`;
    const change = ({ data }: Received) =>
      Float64Array.from(data, (value, k) => value - (given ? given[i].data[k] : 0));
    const difference = relativeDifference(change(theirs[i]), change(array));
    if (!(difference <= tolerance)) {
      return `its answer is ${difference.toPrecision(2)} from ours, more than ${tolerance} of the largest`;
    }
  }
  return undefined;
}
