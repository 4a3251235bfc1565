import type { Afferents } from './afferents.js';
import type { Cells } from './cells.js';
import type { Voice } from './voice.js';

/** Neurons, with what they speak to and whom they teach. */
interface Counted {
  readonly voices: Readonly<Record<string, Voice>>;
  readonly afferents: Readonly<Record<string, readonly Afferents[]>>;
  readonly silent: Uint8Array | undefined;
  readonly cells: Cells | undefined;
}

/** How many of some neurons are not dead. */
export const living = ({ cells }: Pick<Counted, 'cells'>, units: Int32Array): number =>
  cells ? cells.living(units) : units.length;

/** How many synapses hear some neurons on a path: those who spoke last, if not given. Nobody hears the dead. */
export const reached = ({ voices, silent }: Counted, path: string, units?: Int32Array): number =>
  voices[path].reached(units, silent);

/** How many synapses of a path some neurons teach. */
export function taught(population: Counted, path: string, units: Int32Array): number {
  const { afferents, silent } = population;
  let sum = 0;
  for (const { fan, fans } of afferents[path]) {
    if (!fans) sum += fan * living(population, units);
    else for (const unit of units) if (!silent?.[unit]) sum += fans[unit];
  }
  return sum;
}
