import * as zlib from 'node:zlib';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Compressors, type FileMetaData, parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import { InputError, refuse } from '../../../errors.js';
import type { Content } from '../../idx.js';
import type { Cell } from '../numbers.js';
import { TableSink } from '../table.js';
import type { Format } from './format.js';

/** Tables as Parquet (Apache), read by hyparquet. */
export const parquet: Format = {
  about: 'Parquet',
  table: true,
  endings: ['parquet', 'pq'],
  starts: (bytes) => Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'PAR1',
  read: async (content, request) => {
    const { file } = content;
    const buffer = bufferOf(content);
    const metadata = attempt(file, () => parquetMetadata(buffer));
    const names = attempt(file, () => parquetSchema(metadata).children.map(({ element }) => element.name));
    const sink = new TableSink(file, names, request, 0);
    for (const [i, row] of (await rowsOf(file, buffer, metadata)).entries()) sink.add(row, i + 1);
    return { samples: sink.samples(), notes: [] };
  },
};

// Node has it from 22.15 on.
const zstd = (zlib as { zstdDecompressSync?: (bytes: Uint8Array) => Uint8Array }).zstdDecompressSync;

/** Beside what hyparquet unpacks itself (none, Snappy); zstd where Node has it. */
const compressors: Compressors = {
  GZIP: (bytes) => gunzipSync(bytes),
  BROTLI: (bytes) => brotliDecompressSync(bytes),
  ...(typeof zstd === 'function' && { ZSTD: (bytes: Uint8Array) => zstd(bytes) }),
};

async function rowsOf(file: string, buffer: ArrayBuffer, metadata: FileMetaData): Promise<Cell[][]> {
  let rows: Cell[][] = [];
  try {
    await parquetRead({
      file: buffer,
      metadata,
      compressors,
      onComplete: (all) => {
        rows = all;
      },
    });
  } catch (error) {
    refuseDamaged(file, error);
  }
  return rows;
}

function bufferOf({ file, bytes }: Content): ArrayBuffer {
  if (bytes.length === 0) refuse({ where: file, got: 'an empty file', expected: 'a Parquet file' });
  return bytes.slice().buffer;
}

function attempt<R>(file: string, work: () => R): R {
  try {
    return work();
  } catch (error) {
    return refuseDamaged(file, error);
  }
}

function refuseDamaged(where: string, error: unknown): never {
  if (error instanceof InputError) throw error;
  const got = `one that cannot be read (${(error as Error).message})`;
  return refuse({ where, got, expected: 'a Parquet file, plain or packed by snappy, gzip, brotli or zstd' });
}
