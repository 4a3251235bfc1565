import { z } from 'zod';
import { refuse } from '../../errors.js';
import type { NodeSpec, NodeType } from '../node-type.js';
import {
  oneToOne,
  repeated,
  repeatsOf,
  requireSame,
  sharedShape,
  together,
} from '../patterns/elementwise.js';
import { nothingLearned, withoutWeights } from './fixed.js';

const schema = z.strictObject({
  offset: z.number('a finite number').default(0),
  factors: z.array(z.number('a finite number'), 'a list of numbers, one for each parent').optional(),
});

/**
 * The sum of its parents, unit by unit, each times its factor (1 if not given); axes of size one are repeated. Of one parent
 * it is an activation function by itself. `offset` is a bias that is fixed.
 */
export const add: NodeType = {
  ...nothingLearned,
  schema,
  check: (where, spec, parents) => {
    requireSame(where, spec, parents);
    const { factors } = own(spec);
    if (!factors || factors.length === parents.length) return;
    const expected = `${parents.length}, one for each parent`;
    refuse({ where: `${where}.factors`, got: `${factors.length} numbers`, expected });
  },
  shape: sharedShape,
  offset: (spec) => own(spec).offset,
  synapses: (spec, parents) => oneToOne(spec, parents, (parent) => factorOf(spec, parent)),
  projection: (m, spec, parents) => {
    const repeats = repeatsOf(spec, parents);
    return {
      ...withoutWeights(),
      withBias: (current) => m.affine(current, 1, own(spec).offset),
      current: (units) =>
        m.sum(
          units.map((one, parent) => m.affine(repeated(m, repeats[parent], one), factorOf(spec, parent), 0)),
        ),
      feedback: (parent, message) =>
        together(m, repeats[parent], m.affine(message, factorOf(spec, parent), 0)),
    };
  },
};

const own = (spec: NodeSpec) => spec as NodeSpec & z.infer<typeof schema>;
const factorOf = (spec: NodeSpec, parent: number): number => own(spec).factors?.[parent] ?? 1;
