import type { NodeSpec } from '../../../../network/node-type.js';
import { at, type Writer } from '../writer.js';

type Sum = NodeSpec & { readonly factors?: readonly number[]; readonly offset: number };

/** A sum, each term times its factor, and an offset. */
export const add: Writer = (_, spec) => {
  const { from, factors, offset } = spec as Sum;
  const terms = from.map((name, k) =>
    factors && factors[k] !== 1 ? `${factors[k]} * ${at(name)}` : at(name),
  );
  return { value: [...terms, ...(offset === 0 ? [] : [String(offset)])].join(' + ') };
};

/** A product. */
export const multiply: Writer = (_, { from }) => ({ value: from.map(at).join(' * ') });
