import { z } from 'zod';

/** A node or view as a description has it. */
export type Described = Readonly<Record<string, unknown>>;

/** Nodes and views by name. */
export type DescribedNodes = Readonly<Record<string, Described>>;

/** A way to build several nodes in place of one. One file per builder. */
export interface PartBuilder {
  /** Keys beyond `builder` and `from`. */
  readonly schema: z.ZodObject;
  /** How many parents it takes. */
  readonly parents: number;
  /**
   * @param name of the node that others take: it is among what is built, and the others are called NAME.SOMETHING
   * @param spec as the schema reads it
   */
  build(name: string, from: readonly string[], spec: Described): DescribedNodes;
}

/** A way to build a whole network. One file per builder. */
export interface NetworkBuilder {
  /** Keys beyond `builder`. */
  readonly schema: z.ZodObject;
  /** A description, in either form. @param spec as the schema reads it */
  build(spec: Described): Described;
}

const positive = 'a whole number of at least 1';
export const count = z.int(positive).min(1, positive);
export const counts = z.array(count, 'a list of whole numbers').min(1, 'at least one');
export const shape = z.array(count, 'a list of sizes, like [784]').min(1, 'at least one axis, like [784]');
