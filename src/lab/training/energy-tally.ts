import { addEnergy, type Energy, noEnergy, type Ways } from '../../messages/energy.js';

/** What some presentations cost, as JSON. */
export interface EnergyState extends Energy {
  readonly presentations: number;
}

/** Adds up what presentations cost, where the engine says so. */
export class EnergyTally {
  private sum: EnergyState | undefined;

  constructor(state?: EnergyState) {
    this.sum = state;
  }

  /** @param energy of so many presentations; undefined where the engine does not count */
  add(energy: Energy | undefined, presentations: number): void {
    if (!energy) return;
    const { sum } = this;
    this.sum = {
      ...addEnergy(sum ?? noEnergy, energy),
      presentations: (sum?.presentations ?? 0) + presentations,
    };
  }

  /** Gives the sums as the entries of a row, none where nothing was counted, and starts again. */
  take(): Readonly<Record<string, number>> {
    const { sum } = this;
    this.sum = undefined;
    if (!sum) return {};
    const { presentations, messages, operations } = sum;
    return {
      'energy/presentations': presentations,
      ...entries('messages', messages),
      ...entries('operations', operations),
    };
  }

  /** Undefined while there is nothing. */
  state(): EnergyState | undefined {
    return this.sum;
  }
}

const entries = (name: string, { up, down, teaching }: Ways) => ({
  [`energy/${name}/up`]: up,
  [`energy/${name}/down`]: down,
  [`energy/${name}/teaching`]: teaching,
});
