/** Of a float64 matrix: element (r, c) stands at offset + r * stride + c. */
export interface Block {
  readonly offset: number;
  readonly stride: number;
}
