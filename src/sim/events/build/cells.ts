import { refuse } from '../../../errors.js';
import type { Layout } from '../../../network/layout.js';
import { type CellOptions, tauOf } from '../../../neurons/cell.js';
import { nodeNamed } from './node-named.js';

/** Cells by node name. */
export type Cells = Readonly<Record<string, CellOptions>>;

/** @throws {InputError} on a node or unit that is not there, or a time or scatter that is none */
export function checkCells(layout: Layout, cells: Cells, where = 'cells'): void {
  for (const [name, { tau, noise, dead = [] }] of Object.entries(cells)) {
    const { size } = nodeNamed(layout, where, name);
    const at = `${where}.${name}`;
    if (typeof tau === 'object' && tau.length !== size) {
      refuse({ where: `${at}.tau`, got: `${tau.length} numbers`, expected: `${size}, one for each unit` });
    }
    for (let unit = 0; unit < size; unit++) checkTime(`${at}.tau`, tauOf(tau, unit));
    if (noise && !(noise.sd >= 0 && noise.sd < Infinity)) {
      const expected = 'a finite number of at least 0';
      refuse({ where: `${at}.noise.sd`, got: String(noise.sd), expected });
    }
    if (noise?.kind === 'ornstein-uhlenbeck') checkTime(`${at}.noise.tau`, noise.tau);
    const stranger = dead.find((unit) => !(Number.isInteger(unit) && unit >= 0 && unit < size));
    if (stranger !== undefined) {
      refuse({ where: `${at}.dead`, got: String(stranger), expected: `units from 0 to ${size - 1}` });
    }
  }
}

function checkTime(where: string, time: number): void {
  if (time > 0 && time < Infinity) return;
  refuse({ where, got: String(time), expected: 'a finite time above 0 tau' });
}
