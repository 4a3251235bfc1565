import { refuse } from '../../errors.js';
import type { Content } from '../idx.js';
import { type Element, elementsOf, inflated, type Part } from './elements.js';
import { classNames, codes, isReal, type Numbers, numbersOf, typeName } from './types.js';

/** A real numeric array of a MAT file. */
export interface MatArray {
  /** At least two, the first of which runs fastest: column-major order. */
  readonly dims: readonly number[];
  /** As they are stored, which may be in a smaller type than that of the array's class. */
  readonly data: Numbers;
}

const HEADER = 128;
const COMPLEX = 0x0800;

/**
 * Reads arrays from a MAT-file of version 5 ("MAT-File Format", MathWorks; what MATLAB writes by `-v6` and `-v7`), plain or
 * compressed, in either order of bytes: real ones of class double, single, int8 to uint32. Others in the file are passed
 * over.
 * @param names of the arrays that are wanted
 * @throws {InputError} naming the file when it is of another version, malformed, or has not such an array of each name
 */
export function readMat<N extends string>(content: Content, names: readonly N[]): Record<N, MatArray> {
  const found: Partial<Record<N, MatArray>> = {};
  for (const element of elementsOf(bodyOf(content))) {
    const part = { ...bodyOf(content), bytes: element.bytes };
    const matrix = element.type === codes.compressed ? matrixIn(inflated(part)) : matrixOf(part, element);
    const name = matrix && nameOf(matrix);
    const wanted = names.find((one) => one === name);
    if (matrix && wanted !== undefined) found[wanted] = arrayOf(matrix, `${content.file}: ${wanted}`);
  }
  const missing = names.filter((name) => found[name] === undefined);
  if (missing.length > 0)
    refuse({ where: content.file, got: `no ${missing.join(', ')}`, expected: `arrays ${names.join(', ')}` });
  return found as Record<N, MatArray>;
}

function bodyOf({ file, bytes }: Content): Part {
  const start = Buffer.from(bytes.subarray(0, HEADER)).toString('latin1');
  if (start.startsWith('MATLAB 7.3') || start.startsWith('\x89HDF')) {
    const hint = 'saving it with -v7';
    refuse({ where: file, got: 'a MAT-file of version 7.3, which is HDF5', expected: 'version 5', hint });
  }
  const order = start.slice(126, 128);
  if (order !== 'IM' && order !== 'MI')
    refuse({
      where: file,
      got: `${JSON.stringify(order)} at byte 126`,
      expected: '"IM" or "MI", as a MAT-file of version 5',
    });
  const little = order === 'IM';
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint16(124, little);
  if (version !== 0x0100)
    refuse({
      where: file,
      got: `version 0x${version.toString(16)}`,
      expected: '0x100, a MAT-file of version 5',
    });
  return { where: file, bytes: bytes.subarray(HEADER), little };
}

/** An array's flags, dimensions, name and numbers, and what comes after. */
interface Matrix {
  readonly part: Part;
  readonly elements: readonly Element[];
}

function matrixIn(part: Part): Matrix | undefined {
  for (const element of elementsOf(part)) return matrixOf({ ...part, bytes: element.bytes }, element);
  return undefined;
}

const matrixOf = (part: Part, { type }: Element): Matrix | undefined =>
  type === codes.matrix ? { part, elements: [...elementsOf(part)] } : undefined;

// An opaque array has its name elsewhere; no such is wanted.
const nameOf = ({ elements: [, , name] }: Matrix) =>
  name?.type === codes.int8 ? Buffer.from(name.bytes).toString('latin1') : undefined;

function arrayOf({ part, elements: [flags, dims, , real] }: Matrix, where: string): MatArray {
  const [bits] = integers(flags, codes.uint32, part, `${where} flags`);
  const code = bits & 0xff;
  if (!isReal(code)) refuseKind(where, `an array of class ${classNames[code] ?? code}`);
  if (bits & COMPLEX) refuseKind(where, 'complex numbers');
  const shape = [...integers(dims, codes.int32, part, `${where} dimensions`)];
  const size = shape.reduce((product, n) => product * n, 1);
  const type = real?.type ?? 0;
  const data = real && numbersOf(type, real.bytes, part.little);
  if (!data) return refuseKind(where, `numbers stored as ${typeName(type)}`);
  if (data.length !== size)
    refuse({ where, got: `${data.length} numbers`, expected: `${shape.join(' x ')} = ${size}` });
  return { dims: shape, data };
}

function integers(element: Element | undefined, type: number, { little }: Part, where: string): Numbers {
  const numbers = element?.type === type ? numbersOf(type, element.bytes, little) : undefined;
  if (numbers && numbers.length >= 2) return numbers;
  return refuse({ where, got: 'none', expected: 'those of an array' });
}

function refuseKind(where: string, got: string): never {
  const expected = 'a full array of real numbers: double, single, or integers of up to 32 bits';
  return refuse({ where, got, expected, hint: 'saving it as double' });
}
