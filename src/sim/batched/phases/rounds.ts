import type { Group, Mover } from '../../schedule.js';

/** Units that step at once. */
export interface Round {
  readonly movers: readonly Mover[];
  /** Where only some units of the movers step: a one for each that does, by name. */
  readonly units?: ReadonlyMap<string, Float32Array>;
}

/** Names of the nodes whose steps a node hears of at once. */
export type Hearing = (node: string) => ReadonlySet<string>;

/**
 * A step's groups as rounds of whole tensors. Single units that follow each other and hear nothing of each other's
 * steps go together: the result is that of one after the other.
 */
export function roundsOf(groups: readonly Group[], hears: Hearing): Round[] {
  const rounds: (Round & { units?: Map<string, Float32Array> })[] = [];
  for (const { movers, unit } of groups) {
    const [mover] = movers;
    const last = rounds.at(-1);
    if (unit === undefined) rounds.push({ movers });
    else if (last?.units && !last.movers.some(({ name }) => hears(mover.name).has(name))) {
      mark(last as { movers: Mover[]; units: Map<string, Float32Array> }, mover, unit);
    } else {
      const round = { movers: [] as Mover[], units: new Map<string, Float32Array>() };
      mark(round, mover, unit);
      rounds.push(round);
    }
  }
  return rounds;
}

function mark(
  round: { movers: Mover[]; units: Map<string, Float32Array> },
  mover: Mover,
  unit: number,
): void {
  let chosen = round.units.get(mover.name);
  if (!chosen) {
    chosen = new Float32Array(mover.size);
    round.units.set(mover.name, chosen);
    round.movers.push(mover);
  }
  chosen[unit] = 1;
}
