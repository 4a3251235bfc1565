import { z } from 'zod';
import { choose, refuse } from '../../errors.js';
import { asObject, read, readValue, show } from '../../schema.js';
import type { Integration, NodeSpec } from '../node-type.js';
import { type Shape, sizeOf } from '../shapes.js';
import { type Naming, readNaming, requireNames } from './named.js';
import { kinds, patternTypes } from './patterns.js';

const positive = 'a whole number of at least 1';
const size = z.int(positive).min(1, positive);

/** Keys of a node that is fed by projections of its own. */
export const neuronKeys = {
  units: size.optional(),
  shape: z.array(size, 'a list of sizes, like [4, 4, 2]').min(1, 'at least one axis').optional(),
  integration: z.enum(['sum', 'product', 'max']).default('sum'),
  bias: z.boolean('true or false').default(true),
  projections: z.array(z.unknown(), 'a list of projections').min(1, 'at least one projection'),
};

const projectionSchema = z.strictObject({
  from: z.string('the name of a source'),
  pattern: z.unknown(),
  port: z.string('the name of a port').optional(),
  weights: z.unknown().optional(),
  name: z.string('a name').optional(),
  init: z.unknown().optional(),
  share: z.string('NODE, or NODE:NAME of a projection').optional(),
});

/** A projection as it is read: every default filled in. */
export interface ProjectionSpec extends Naming {
  readonly from: string;
  /** A pattern's name is its type; the rest is as a node of it has it. */
  readonly pattern: NodeSpec;
  readonly port?: string | undefined;
  readonly weights?: 'own' | 'shared' | { readonly fixed: number } | undefined;
}

/** A node that says itself what it is fed by. */
export interface NeuronsSpec extends NodeSpec {
  readonly units?: number | undefined;
  readonly shape?: Shape | undefined;
  readonly integration: Integration;
  readonly bias: boolean;
  readonly projections: readonly ProjectionSpec[];
}

/** The description with its projections read, and its sources as parents. @throws {InputError} naming the projection */
export function withParents(where: string, given: Record<string, unknown>): Record<string, unknown> {
  const { units, shape, integration = 'sum', projections, ...rest } = given;
  const list = readValue(`${where}.projections`, neuronKeys.projections, projections);
  if (units !== undefined && shape !== undefined)
    refuse({ where: `${where}.units`, got: 'units and shape', expected: 'one of them' });
  const sizes = shape === undefined ? (units === undefined ? undefined : [units]) : shape;
  const all = list.map((one, k) => readProjection(`${where}.projections[${k}]`, one, sizes, integration));
  requireNames(`${where}.projections`, all);
  const from = all.map((one) => one.from);
  if (rest.from !== undefined && JSON.stringify(rest.from) !== JSON.stringify(from))
    refuse({
      where: `${where}.from`,
      got: show(rest.from),
      expected: `nothing: its projections say whom it takes, ${show(from)}`,
    });
  return { ...given, projections: all, from };
}

function readProjection(where: string, value: unknown, sizes: unknown, integration: unknown): ProjectionSpec {
  const given = read(where, projectionSchema, value);
  const pattern = readPattern(`${where}.pattern`, given.pattern, sizes);
  if (given.port !== undefined && integration === 'sum')
    refuse({
      where: `${where}.port`,
      got: `${show(given.port)} with integration sum`,
      expected: 'none: all are added',
      hint: 'integration product or max',
    });
  const weights = readWeights(`${where}.weights`, given.weights, pattern.type);
  const port = given.port === undefined ? {} : { port: given.port };
  const naming = readNaming(where, given, { pattern, weights });
  return { from: given.from, pattern, ...port, ...(weights !== undefined && { weights }), ...naming };
}

function readPattern(where: string, value: unknown, sizes: unknown): NodeSpec {
  const spec = asObject(where, typeof value === 'string' ? { type: value } : value);
  if (typeof spec.type !== 'string')
    refuse({ where: `${where}.type`, got: show(spec.type), expected: 'the name of a pattern' });
  const { schema } = choose(`${where}.type`, patternTypes, spec.type);
  const { bias, offset: _, factors: __, ...keys } = schema.shape as Record<string, z.ZodType>;
  const whole = Array.isArray(sizes) && sizes.every((n) => typeof n === 'number') ? (sizes as number[]) : [];
  const units = spec.type === 'linear' ? whole.at(-1) : sizeOf(whole);
  const filled = 'units' in keys && whole.length > 0 ? { units, ...spec } : spec;
  // Biases are the node's.
  const none = bias && { bias: z.literal(false).default(false) };
  return read(where, z.strictObject({ type: z.string(), ...keys, ...none }), filled) as unknown as NodeSpec;
}

const fixedSchema = z.strictObject({ fixed: z.number('a finite number') });

function readWeights(where: string, value: unknown, type: string): ProjectionSpec['weights'] {
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null) return read(where, fixedSchema, value);
  const kind = kinds[type];
  if (value === kind) return kind;
  const other: Readonly<Record<string, string>> = { conv2d: 'pattern local2d', local2d: 'pattern conv2d' };
  const fixed = '{"fixed": NUMBER}';
  const expected =
    kind === undefined
      ? `${fixed}: pattern ${type} has no weights that learn`
      : `"${kind}" with pattern ${type}, or ${fixed}`;
  const known = value === 'own' || value === 'shared';
  return refuse({ where, got: show(value), expected, hint: known ? other[type] : undefined });
}

/** The port of each projection: all 0 where they are added; else by name, and each its own that has none. */
export function portsIn({ integration, projections }: NeuronsSpec): readonly number[] {
  if (integration === 'sum') return projections.map(() => 0);
  const named = new Map<string, number>();
  let next = 0;
  return projections.map(({ port }) => {
    const known = port === undefined ? undefined : named.get(port);
    if (known !== undefined) return known;
    if (port !== undefined) named.set(port, next);
    return next++;
  });
}
