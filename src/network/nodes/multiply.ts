import { z } from 'zod';
import type { NodeType } from '../node-type.js';
import {
  oneToOne,
  repeated,
  repeatsOf,
  requireSame,
  sharedShape,
  together,
} from '../patterns/elementwise.js';
import { nothingLearned, withoutWeights } from './fixed.js';

/** The product of its parents, unit by unit; axes of size one are repeated. Each parent has a port of its own. */
export const multiply: NodeType = {
  ...nothingLearned,
  schema: z.strictObject({}),
  integration: 'product',
  check: requireSame,
  shape: sharedShape,
  synapses: (spec, parents) =>
    oneToOne(
      spec,
      parents,
      () => 1,
      (parent) => parent,
    ),
  projection: (m, spec, parents) => {
    const repeats = repeatsOf(spec, parents);
    type T = Parameters<typeof m.mul>[0];
    const all = (units: readonly T[]) => units.map((one, parent) => repeated(m, repeats[parent], one));
    return {
      ...withoutWeights(),
      current: (units) => all(units).reduce((product, one) => m.mul(product, one)),
      gate: (units) => {
        const ports = all(units);
        return ports.map((own, port) =>
          ports.length === 1
            ? m.ones(own)
            : ports.filter((_, other) => other !== port).reduce((product, one) => m.mul(product, one)),
        );
      },
      feedback: (parent, message, gate) =>
        together(m, repeats[parent], gate ? m.mul(message, gate[parent]) : message),
    };
  },
};
