import { z } from 'zod';
import { choose, refuse } from '../../../errors.js';
import { randomStream } from '../../../math/random.js';
import { layOut } from '../../../network/layout.js';
import type { Network } from '../../../network/network.js';
import type { CellOptions, Noise } from '../../../neurons/cell.js';
import { asObject, read, show } from '../../../schema.js';
import { type Drawn, sampler } from '../../drawn.js';
import { type Cells, checkCells } from './cells.js';
import { nodeNamed } from './node-named.js';

const sd = z.number('a number of at least 0');
const schema = z.strictObject({
  tau: z.unknown().optional(),
  noise: z.unknown().optional(),
  dead: z.array(z.int('the number of a unit'), 'a list of units').optional(),
});
const noiseSchemas = {
  white: z.strictObject({ kind: z.literal('white'), sd }),
  'ornstein-uhlenbeck': z.strictObject({
    kind: z.literal('ornstein-uhlenbeck'),
    sd,
    tau: z.number('a number above 0'),
  }),
};

/**
 * Reads cells as parsed from JSON, by node name:
 * `{ "h1": { "tau": 2, "noise": { "kind": "white", "sd": 0.1 }, "dead": [3] } }`, where `tau` is a number, a list of one
 * for each unit, or a distribution, `{ "distribution": "lognormal", "mean": 1, "sd": 0.2 }`.
 * @param seed of time constants from a distribution: a random stream for each node, `cell-tau/NODE`, drawn in the order of
 * its units
 * @param where what to call it in errors: a file name
 * @throws {InputError} naming the field
 */
export function parseCells(description: unknown, network: Network, seed = 1, where = 'cells'): Cells {
  const layout = layOut(network);
  const entries = Object.entries(asObject(where, description)).map(([name, value]) => {
    const { size } = nodeNamed(layout, where, name);
    const at = `${where}.${name}`;
    const { tau, noise, dead } = read(at, schema, value);
    const cell: CellOptions = {
      ...(tau !== undefined && { tau: readTau(`${at}.tau`, tau, name, size, seed) }),
      ...(noise !== undefined && { noise: readNoise(`${at}.noise`, noise) }),
      ...(dead !== undefined && { dead }),
    };
    return [name, cell] as const;
  });
  const cells = Object.fromEntries(entries);
  checkCells(layout, cells, where);
  return cells;
}

function readTau(
  where: string,
  tau: unknown,
  node: string,
  size: number,
  seed: number,
): NonNullable<CellOptions['tau']> {
  if (typeof tau === 'number') return tau;
  if (Array.isArray(tau)) {
    const odd = tau.findIndex((one) => typeof one !== 'number');
    if (odd >= 0) refuse({ where: `${where}.${odd}`, got: show(tau[odd]), expected: 'a number above 0' });
    return tau as number[];
  }
  if (typeof tau !== 'object' || tau === null) {
    const expected = 'a number, a list of one for each unit, or {"distribution": ...}';
    refuse({ where, got: show(tau), expected });
  }
  const draw = sampler(where, tau as Drawn);
  const stream = randomStream(seed, `cell-tau/${node}`);
  return Array.from({ length: size }, () => draw(stream));
}

function readNoise(where: string, value: unknown): Noise {
  const { kind } = asObject(where, value) as { kind?: unknown };
  if (typeof kind !== 'string') {
    const expected = `one of ${Object.keys(noiseSchemas).join(', ')}`;
    refuse({ where: `${where}.kind`, got: show(kind), expected });
  }
  return read(where, choose<z.ZodObject>(`${where}.kind`, noiseSchemas, kind), value) as unknown as Noise;
}
