import type { Effort } from './effort.js';

/** Something that can be timed. */
export interface Contestant {
  /** Does its work so many times. @returns the seconds that all of it took */
  run(repeats: number): Promise<number>;
}

/**
 * Times contestants in turn, A B A B ..., so that what disturbs the machine disturbs all of them. Each is warmed up
 * first, and repeats its work until a sample lasts long enough. Half as many repeats come before each sample and do not
 * count: a processor that has rested is slow for a tenth of a second or more, which costs work that computes much more
 * than work that waits for memory.
 * @returns per contestant the seconds of one repeat, one number per round
 */
export async function alternate<Name extends string>(
  contestants: Readonly<Record<Name, Contestant>>,
  effort: Effort,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const repeats = {} as Record<Name, number>;
  const seconds = {} as Record<Name, number[]>;
  for (const name of names) {
    repeats[name] = await warmUp(contestants[name], effort);
    seconds[name] = [];
  }
  for (let round = 0; round < effort.rounds; round++) {
    for (const name of names) {
      const few = Math.floor(repeats[name] / 2);
      if (few > 0) await contestants[name].run(few);
      seconds[name].push((await contestants[name].run(repeats[name])) / repeats[name]);
    }
  }
  return seconds;
}

/** A process that can have several contestants take turns without anybody asking in between. */
export interface Host<Name extends string> {
  contestant(name: Name): Contestant;
  takeTurns(repeats: Readonly<Record<string, number>>, rounds: number): Promise<Record<string, number[]>>;
}

/**
 * The same for contestants in one process, in three times as many turns of a third of the time, and without a pause: what
 * disturbs the machine for less than a second then disturbs all, and the processor never rests.
 */
export async function alternateWithin<Name extends string>(
  host: Host<Name>,
  names: readonly Name[],
  effort: Effort,
): Promise<Record<Name, number[]>> {
  const short = { ...effort, sampleSeconds: effort.sampleSeconds / 3 };
  const repeats = {} as Record<Name, number>;
  for (const name of names) repeats[name] = await warmUp(host.contestant(name), short);
  const seconds = await host.takeTurns(repeats, 3 * effort.rounds);
  const each = names.map((name) => [name, seconds[name].map((all) => all / repeats[name])] as const);
  return Object.fromEntries(each) as Record<Name, number[]>;
}

/** Runs until warm. @returns how many repeats make a sample */
async function warmUp(contestant: Contestant, effort: Effort): Promise<number> {
  let repeats = 1;
  let total = 0;
  for (;;) {
    const seconds = await contestant.run(repeats);
    total += seconds;
    const next = repeatsFor(repeats, seconds, effort.sampleSeconds);
    if (next <= repeats && total >= effort.warmUpSeconds) return next;
    repeats = next;
  }
}

/**
 * How many repeats last `wanted` seconds, if `repeats` of them lasted `seconds`; at most ten times as many, since
 * the first runs of cold code say little.
 */
export function repeatsFor(repeats: number, seconds: number, wanted: number): number {
  const enough = seconds > 0 ? Math.ceil((repeats * wanted) / seconds) : Infinity;
  return Math.max(1, Math.min(enough, 10 * repeats));
}
