import type { Drawing } from '../../math/drawing.js';
import type { Cell } from '../cell.js';

/** Dead neurons stay where they are, and say nothing: the others. @param silent by unit, 1 of those */
export const alive = (units: Int32Array, silent: Uint8Array | undefined): Int32Array =>
  silent ? units.filter((unit) => !silent[unit]) : units;

/** How the neurons of a population differ from perfect ones. */
export class Cells {
  /** By unit, 1 of those that never say anything; undefined where all live. */
  readonly silent: Uint8Array | undefined;
  private readonly dead: Int32Array;
  private readonly noisy: boolean;

  /** @param cells one of each neuron */
  constructor(readonly cells: readonly Cell[]) {
    this.dead = Int32Array.from(cells.flatMap(({ dead }, unit) => (dead ? [unit] : [])));
    this.silent = this.dead.length > 0 ? Uint8Array.from(cells, ({ dead }) => Number(dead)) : undefined;
    this.noisy = cells.some(({ noisy }) => noisy);
  }

  /** Those who draw random numbers. */
  get drawing(): readonly Drawing[] {
    return this.noisy ? this.cells : [];
  }

  /** A new stimulus. */
  begin(): void {
    for (const cell of this.cells) cell.begin();
  }

  /** Of dead ones everything is 0. */
  silence(column: Float64Array): void {
    for (const unit of this.dead) column[unit] = 0;
  }

  /** How many of them speak. */
  living(units: Int32Array): number {
    const { silent } = this;
    return silent ? units.reduce((count, unit) => count + 1 - silent[unit], 0) : units.length;
  }

  /** dx/dt over the time constant of each. */
  slow(velocity: Float64Array): void {
    for (let unit = 0; unit < velocity.length; unit++) velocity[unit] /= this.cells[unit].tau;
  }

  /**
   * One step: x += h / tau * dx/dt.
   * @param noisy with noise in the drive, and in x after the step
   * @param drives of each neuron, where they are kept: noise comes to them
   */
  step(
    state: Float64Array,
    velocity: Float64Array,
    units: Int32Array,
    stepSize: number,
    noisy: boolean,
    drives: Float64Array | undefined,
  ): void {
    const adds = noisy && this.noisy;
    for (const unit of units) {
      const cell = this.cells[unit];
      const drive = adds ? cell.inDrive(stepSize) : 0;
      state[unit] += (velocity[unit] + drive) * (stepSize / cell.tau);
      if (adds) state[unit] += cell.inActivity(stepSize);
      if (drives) drives[unit] += drive;
    }
    this.silence(state);
    if (drives) this.silence(drives);
  }
}
