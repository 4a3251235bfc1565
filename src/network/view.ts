import type { z } from 'zod';
import { type Shape, sizeOf } from './shapes.js';

/** What a view description has, whatever its type. */
export interface ViewSpec {
  readonly type: string;
  /** What it looks at, in order: inputs, nodes, other views. */
  readonly from: readonly string[];
}

/** Units of one input or node in a view, each at most once. */
export interface Piece {
  /** Which input or node. */
  readonly source: string;
  readonly sourceSize: number;
  /** Of each unit of the view, the unit of the source; -1 where it is another piece's. */
  readonly units: Int32Array;
}

/** Units of inputs and nodes in another order and shape: no neurons of their own, but how others are wired to them. */
export interface View {
  readonly shape: Shape;
  readonly pieces: readonly Piece[];
  /** It is one input or node, unit by unit in order: at most its shape differs. */
  readonly whole: boolean;
}

/** A way to look at units: of which of those that it looks at each unit of it is one. One file per type. */
export interface ViewType {
  /** Keys beyond `type` and `from`. */
  readonly schema: z.ZodObject;
  /** @throws {InputError} on parents that it cannot look at so */
  check(where: string, spec: ViewSpec, parents: readonly Shape[]): void;
  shape(spec: ViewSpec, parents: readonly Shape[]): Shape;
  /** Of each unit, which parent it is of, and which of its units. */
  units(
    spec: ViewSpec,
    parents: readonly Shape[],
  ): (unit: number) => { readonly parent: number; readonly unit: number };
}

/** All of an input or node, as it is. */
export function wholeView(source: string, shape: Shape): View {
  const sourceSize = sizeOf(shape);
  let units: Int32Array | undefined;
  const piece: Piece = {
    source,
    sourceSize,
    // Most are never asked: a node with many inputs would pay for it.
    get units() {
      units ??= Int32Array.from({ length: sourceSize }, (_, k) => k);
      return units;
    },
  };
  return { shape, pieces: [piece], whole: true };
}

/** A view of views: its pieces are theirs. */
export function viewOf(type: ViewType, spec: ViewSpec, parents: readonly View[]): View {
  const shapes = parents.map(({ shape }) => shape);
  const shape = type.shape(spec, shapes);
  const at = type.units(spec, shapes);
  const size = sizeOf(shape);
  const pieces = parents.flatMap(({ pieces: below }, parent) =>
    below.map(({ source, sourceSize, units }): Piece => {
      const own = Int32Array.from({ length: size }, (_, k) => {
        const seen = at(k);
        return seen.parent === parent ? units[seen.unit] : -1;
      });
      return { source, sourceSize, units: own };
    }),
  );
  const seen = pieces.filter(({ units }) => units.some((unit) => unit >= 0));
  return { shape, pieces: seen, whole: isWhole(seen) };
}

const isWhole = ([{ units, sourceSize }, ...more]: readonly Piece[]): boolean =>
  more.length === 0 && units.length === sourceSize && units.every((unit, k) => unit === k);
