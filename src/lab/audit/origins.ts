import type { Matrix } from '../measurements/matrix.js';
import type { Level } from './levels.js';

/** What is known of a matrix from how it was made. */
export interface Made {
  /** Targets are in it: it was made on the way back. */
  readonly error: boolean;
  /** It is a stimulus, which stays while anything goes on. */
  readonly stimulus?: boolean | undefined;
  /** Of which node or input it is the activity, the slope, ...; empty of what is nobody's own, such as a constant or a parameter. */
  readonly node: string;
}

/** Takes down that `update` of a node read something, and of whom. */
export type Note = (
  update: string,
  node: string,
  seen: {
    readonly reads: string;
    readonly from: string;
    readonly level: Level;
    readonly of?: readonly string[];
  },
) => void;

/** Takes down that something was read that no synapse brought. */
export type Report = (finding: string) => void;

export const nothing: Made = { error: false, node: '' };

/** What is known of matrices by how they were made. */
export class Origins {
  private readonly made = new WeakMap<Matrix, Made>();
  private readonly copies = new WeakMap<Matrix, Map<string, Matrix>>();

  of(matrix: Matrix): Made {
    return this.made.get(matrix) ?? nothing;
  }

  // Some operations give back what they were given: it stays what it was.
  mark(result: Matrix, is: Made): Matrix {
    if (!this.made.has(result)) this.made.set(result, is);
    return result;
  }

  /** The same numbers as those of a node: the same may be brought to several. */
  as(matrix: Matrix, is: Made): Matrix {
    const known = this.copies.get(matrix) ?? new Map<string, Matrix>();
    this.copies.set(matrix, known);
    const key = `${is.node} ${is.error}`;
    const copy = known.get(key) ?? { ...matrix };
    known.set(key, copy);
    return this.mark(copy, is);
  }

  from(...operands: readonly Matrix[]): Made {
    const all = operands.map((one) => this.of(one));
    const node = all.find((operand) => operand.node)?.node ?? '';
    return { node, error: all.some((operand) => operand.error) };
  }
}
