import { refuse } from '../../../errors.js';
import type { Layout } from '../../../network/layout.js';
import { type CellOptions, tauOf } from '../../../neurons/cell.js';
import { makesSteps } from '../../relaxation.js';
import type { Relaxation } from '../../simulator.js';
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

/** @throws {InputError} on noise or time constants where the way of relaxing has no place for them */
export function checkCellsIn(layout: Layout, cells: Cells, relaxation: Relaxation): void {
  const { duration, messages, stepSize } = relaxation;
  for (const [name, { tau, noise }] of Object.entries(cells)) {
    if (noise && !makesSteps(relaxation)) {
      refuse({
        where: `cells.${name}.noise`,
        got: 'a relaxation without steps',
        expected: 'steps',
        hint: 'steps',
      });
    }
    if (tau !== undefined && duration !== undefined && messages !== 'threshold') {
      const expected = 'steps or threshold messages: futures have one time constant';
      refuse({ where: `cells.${name}.tau`, got: 'trajectory messages', expected });
    }
    if (tau === undefined || !makesSteps(relaxation)) continue;
    const { size } = nodeNamed(layout, 'cells', name);
    for (let unit = 0; unit < size; unit++) checkStep(`cells.${name}.tau`, tauOf(tau, unit), stepSize);
  }
}

// As in `relaxationOf`: from twice the time constant on, steps diverge.
function checkStep(where: string, tau: number, stepSize: number): void {
  if (stepSize / tau < 2) return;
  refuse({ where, got: `${tau} with steps of ${stepSize}`, expected: 'steps below twice it' });
}

function checkTime(where: string, time: number): void {
  if (time > 0 && time < Infinity) return;
  refuse({ where, got: String(time), expected: 'a finite time above 0 tau' });
}
