/** What is known of operations, by their names and the numbers of their operands. */
export interface Known<T> {
  known(key: string): T | undefined;
  /**
   * Takes down what an operation made, and gives it back.
   * @param holds it may be made of its operands later, or have their numbers: they are to live as long
   */
  keep(key: string, operands: readonly T[], result: T, holds: boolean): T;
  /** A number for each tensor. */
  numberOf(tensor: T): number;
  /** A number for each pattern of connections: those that are one object are one. */
  patternOf(pattern: object): number;
  /** A row of constants. */
  row(values: Int32Array): T;
}
