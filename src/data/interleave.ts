/** Where the pixels of colour images lie that are not stored as [rows, columns, channels]. */
export interface Storage {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  /** Bytes from one image to the next, and before the first pixel of each. */
  readonly record: number;
  readonly before: number;
  /** Bytes from one row, column, channel to the next. */
  readonly strides: { readonly row: number; readonly column: number; readonly channel: number };
}

/** Copies images into `to`, one after another from byte `at`, as [rows, columns, channels]. */
export function interleave(from: Uint8Array, storage: Storage, to: Uint8Array, at = 0): void {
  const { rows, columns, channels, record, before, strides } = storage;
  const count = Math.floor(from.length / record);
  let place = at;
  for (let image = 0; image < count; image++) {
    const start = image * record + before;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const pixel = start + row * strides.row + column * strides.column;
        for (let channel = 0; channel < channels; channel++)
          to[place++] = from[pixel + channel * strides.channel];
      }
    }
  }
}
