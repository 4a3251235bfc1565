import { refuse } from '../errors.js';
import type { ClassSplit } from './dataset.js';
import type { Content } from './idx.js';
import { interleave } from './interleave.js';
import { type MatArray, readMat } from './mat/mat.js';

const SIDE = 32;
const CHANNELS = 3;
const SIZE = SIDE * SIDE * CHANNELS;
const CLASSES = 10;

// Column-major [32, 32, 3, N]: rows run fastest.
const storage = {
  ...{ rows: SIDE, columns: SIDE, channels: CHANNELS, record: SIZE, before: 0 },
  strides: { row: 1, column: SIDE, channel: SIDE * SIDE },
};

/**
 * Reads a file of "Street View House Numbers", cropped digits (Netzer, Wang, Coates, Bissacco, Wu, Ng 2011): `X`, bytes
 * [32, 32, 3, N], and `y`, labels 1 .. 10, of which 10 is the digit 0.
 * @throws {InputError} naming the file when it is no MAT-file of version 5, or an array is of another shape or range
 */
export function readSvhn(content: Content): ClassSplit {
  const { X, y } = readMat(content, ['X', 'y']);
  // Of a single image the last dimension is dropped.
  const [rows, columns, channels, count = 1] = X.dims;
  const where = `${content.file}: X`;
  if (rows !== SIDE || columns !== SIDE || channels !== CHANNELS || X.dims.length > 4 || count === 0)
    refuse({ where, got: X.dims.join(' x '), expected: `${SIDE} x ${SIDE} x ${CHANNELS} x images` });
  const inputs = new Uint8Array(count * SIZE);
  interleave(bytesOf(X, where), storage, inputs);
  const labels = labelsOf(y, count, `${content.file}: y`);
  return { count, shape: [SIDE, SIDE, CHANNELS], inputs, scale: 1 / 255, labels };
}

function bytesOf({ data }: MatArray, where: string): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const bad = data.findIndex((x) => !(Number.isInteger(x) && x >= 0 && x <= 255));
  if (bad >= 0) refuse({ where: `${where} number ${bad}`, got: String(data[bad]), expected: '0 .. 255' });
  return Uint8Array.from(data);
}

function labelsOf({ data }: MatArray, count: number, where: string): Uint8Array {
  if (data.length !== count)
    refuse({ where, got: `${data.length} labels`, expected: `${count}, one for each image` });
  return Uint8Array.from(data, (label, i) => {
    if (!(Number.isInteger(label) && label >= 1 && label <= CLASSES))
      refuse({ where: `${where} label ${i}`, got: String(label), expected: `1 .. ${CLASSES}` });
    return label % CLASSES;
  });
}
