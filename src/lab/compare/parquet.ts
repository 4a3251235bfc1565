import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { version } from '../version.js';
import type { Column, ColumnKind } from './columns.js';

const types = {
  number: 'DOUBLE',
  whole: 'INT64',
  boolean: 'BOOLEAN',
  text: 'STRING',
} as const satisfies Readonly<Record<ColumnKind, string>>;

/** A table as an Apache Parquet file (Snappy, version 1 types), as pandas, polars, DuckDB and Arrow read it. */
export function parquetOf(columns: readonly Column[]): Uint8Array {
  const writer = new ByteWriter();
  parquetWrite({
    writer,
    columnData: columns.map(({ name, kind, values }) => ({
      name,
      type: types[kind],
      nullable: true,
      data:
        kind === 'whole'
          ? values.map((value) => (value === null ? null : BigInt(Number(value))))
          : [...values],
    })),
    createdBy: `relaxon ${version}`,
  });
  return writer.getBytes();
}
