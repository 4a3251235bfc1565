import { refuse } from '../../errors.js';
import { type Inputs, inputSize } from '../dataset.js';

/** The numbers that a network learned from: what stored ones were multiplied by, and from where to where they went then. */
export interface Numbers {
  readonly scale: number;
  readonly least: number;
  readonly largest: number;
}

/** The numbers of inputs, before they are normalised. */
export function numbersIn(inputs: Inputs): Numbers {
  if (inputs.scale !== 1) return { scale: inputs.scale, least: 0, largest: 1 };
  const { least, largest } = extremes(inputs.inputs);
  return { scale: 1, least, largest };
}

/** Inputs, and what is to be said of their scale. */
export interface Scaled<I extends Inputs> {
  readonly inputs: I;
  readonly notes: readonly string[];
}

/**
 * Inputs at the scale of those that a network learned from. Bytes may come as numbers: whole ones up to the largest byte are
 * taken for them where it learned from bytes brought into [0, 1].
 * @param where what errors and notes call them
 * @param learned undefined where it is not known
 * @throws {InputError} on numbers that are neither bytes nor what bytes are brought to
 */
export function scaledAlike<I extends Inputs>(
  where: string,
  inputs: I,
  learned: Numbers | undefined,
): Scaled<I> {
  if (!learned) return { inputs, notes: looksLikeBytes(where, inputs) };
  if (learned.scale === 1)
    return inputs.scale === 1 ? farOff(where, inputs, learned) : asNumbers(where, inputs, learned);
  return asBytes(where, inputs, learned);
}

/** It learned from bytes. */
function asBytes<I extends Inputs>(where: string, inputs: I, { scale }: Numbers): Scaled<I> {
  if (inputs.scale === scale || !(scale > 0 && scale < 1)) return { inputs, notes: [] };
  const most = Math.round(1 / scale);
  const { least, largest, whole } = extremes(inputs.inputs);
  if (inputs.scale !== 1 && largest > most) return { inputs, notes: [] };
  if (inputs.scale === 1 && least >= 0 && largest <= 1) return { inputs, notes: [] };
  const numbers = `numbers of ${least} .. ${largest}`;
  if (whole && least >= 0 && largest <= most) {
    const note = `${where}: whole ${numbers}, divided by ${most} as the bytes that the network learned from`;
    return { inputs: { ...inputs, scale }, notes: [note] };
  }
  if (least >= -1 && largest <= 2)
    return { inputs, notes: [`${where}: ${numbers}; the network learned from 0 .. 1`] };
  const expected = `0 .. 1, or whole ones of 0 .. ${most}: the network learned from bytes divided by ${most}`;
  return refuse({
    where,
    got: numbers,
    expected,
    hint: 'the numbers before they were scaled in any other way',
  });
}

/** It learned from numbers as they stand, and these are bytes. */
function asNumbers<I extends Inputs>(where: string, inputs: I, { largest }: Numbers): Scaled<I> {
  if (largest <= 1) return { inputs, notes: [] };
  const note = `${where}: bytes are given as they are: the network learned from numbers of up to ${largest}`;
  return { inputs: { ...inputs, scale: 1 }, notes: [note] };
}

/** How many times the range that was learned from numbers may be off before it is said. */
const far = 10;

function farOff<I extends Inputs>(where: string, inputs: I, learned: Numbers): Scaled<I> {
  const { least, largest } = extremes(inputs.inputs);
  const slack = far * (learned.largest - learned.least);
  if (least >= learned.least - slack && largest <= learned.largest + slack) return { inputs, notes: [] };
  const note = `${where}: numbers of ${least} .. ${largest}; the network learned from ${learned.least} .. ${learned.largest}`;
  return { inputs, notes: [note] };
}

/** So many numbers are hardly a row of a table of counts. */
const fewest = 16;

function looksLikeBytes(where: string, inputs: Inputs): string[] {
  if (inputs.scale !== 1 || inputSize(inputs) < fewest) return [];
  const { least, largest, whole } = extremes(inputs.inputs);
  if (!whole || least < 0 || largest <= 1 || largest > 255) return [];
  return [
    `${where}: whole numbers of ${least} .. ${largest} are given as they are; if the network learned from bytes brought into [0, 1], ` +
      `--normalisation with {"mean": [0], "sd": [255]} does that`,
  ];
}

function extremes(numbers: Inputs['inputs']) {
  let [least, largest, whole] = [Infinity, -Infinity, true];
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > largest) largest = number;
    whole &&= Number.isInteger(number);
  }
  return { least, largest, whole };
}
