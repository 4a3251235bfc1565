import { PartFile } from './part-file.js';

/** A column of a table: each row has `width` numbers. */
export interface ColumnSpec {
  readonly name: string;
  readonly dtype: 'F64' | 'U32';
  /** The tensor is [rows], or [rows, width] where this is given. */
  readonly width?: number;
}

const bytesOf = { F64: 8, U32: 4 } as const;

/** Memory for rows that are not on the disk yet. */
const bufferSize = 1 << 20;

/**
 * A table of any length that is written to a safetensors file as it grows, a tensor for each column, with a fixed amount of
 * memory. Every column is spilled to a file of its own, `PATH.part` and `PATH.NAME.part`; closing joins them.
 */
export class SpillFile {
  /** Rows written. */
  count = 0;
  private readonly columns: readonly Column[];
  /** Rows that fit into the buffers, and rows that are there. */
  private readonly capacity: number;
  private buffered = 0;
  private readonly headerSize: number;

  /**
   * @param specs those of type F64 first: elements have to be aligned. The first should be the widest: it stays where it is
   * @throws {InputError} when a file cannot be created
   */
  constructor(
    readonly path: string,
    private readonly specs: readonly ColumnSpec[],
    private readonly metadata: Readonly<Record<string, string>>,
  ) {
    const rowSize = specs.reduce((sum, { dtype, width = 1 }) => sum + width * bytesOf[dtype], 0);
    this.capacity = Math.max(1, Math.floor(bufferSize / Math.max(1, rowSize)));
    this.headerSize = 8 * Math.ceil(this.headerText(Number.MAX_SAFE_INTEGER).length / 8);
    this.columns = specs.map((spec, i) => new Column(spec, this.capacity, path, i === 0));
    this.columns[0].file.write(new Uint8Array(8 + this.headerSize));
  }

  /** Makes room for one row more. @returns its number in the buffers of `column` */
  next(): number {
    if (this.buffered === this.capacity) this.flush();
    this.count++;
    return this.buffered++;
  }

  /** The buffer of a column: [rows, width]. */
  column(i: number): Float64Array | Uint32Array {
    return this.columns[i].buffer;
  }

  /** Joins the columns into one file. @throws {InputError} when the disk is full, or was */
  close(): void {
    this.flush();
    const [{ file }, ...others] = this.columns;
    for (const other of others) file.append(other.file);
    file.writeAt(this.header(), 0);
    for (const other of others) other.file.abandon();
    file.close();
  }

  /** Leaves nothing behind. */
  abandon(): void {
    for (const { file } of this.columns) file.abandon();
  }

  private flush(): void {
    for (const column of this.columns) column.flush(this.buffered);
    this.buffered = 0;
  }

  private header(): Uint8Array {
    const bytes = Buffer.alloc(8 + this.headerSize, ' ');
    bytes.writeBigUInt64LE(BigInt(this.headerSize), 0);
    bytes.write(this.headerText(this.count), 8);
    return bytes;
  }

  // Room is kept for it before the number of rows is known, so all but digits must be ASCII: names are.
  private headerText(rows: number): string {
    let end = 0;
    const entries = this.specs.map(({ name, dtype, width }) => {
      const start = end;
      end += rows * (width ?? 1) * bytesOf[dtype];
      const shape = width === undefined ? [rows] : [rows, width];
      return [name, { dtype, shape, data_offsets: [start, end] }];
    });
    return ascii(JSON.stringify({ __metadata__: this.metadata, ...Object.fromEntries(entries) }));
  }
}

class Column {
  readonly buffer: Float64Array | Uint32Array;
  readonly file: PartFile;
  private readonly width: number;

  constructor({ name, dtype, width = 1 }: ColumnSpec, rows: number, path: string, first: boolean) {
    this.width = width;
    this.buffer = dtype === 'F64' ? new Float64Array(rows * width) : new Uint32Array(rows * width);
    this.file = new PartFile(path, first ? `${path}.part` : `${path}.${name}.part`);
  }

  flush(rows: number): void {
    const { buffer, byteLength } = this.buffer.subarray(0, rows * this.width);
    this.file.write(new Uint8Array(buffer, 0, byteLength));
  }
}

// Names of nodes may be in any script; JSON can say them in ASCII.
const ascii = (json: string) =>
  json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
