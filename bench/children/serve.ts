import { createInterface } from 'node:readline';
import { choose } from '../../src/errors.js';
import { runSchema, turnsSchema } from './replies.js';

/** Work that a child does so many times. @returns the seconds that it took */
export type Timed = (repeats: number) => number;

/** Times work from start to end. */
export function timed(work: () => void): Timed {
  return (repeats) => {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) work();
    return (performance.now() - start) / 1000;
  };
}

/**
 * The child's side: says that it is ready, then runs what it is asked to, or several in turn, until its standard input
 * closes.
 * @param other answers requests of another kind, and gives undefined for those that it does not know
 */
export function serve(
  contestants: Readonly<Record<string, Timed>>,
  info: object = {},
  other: (request: unknown) => object | undefined = () => undefined,
): void {
  answer((request) => {
    const given = other(request);
    if (given !== undefined) return given;
    const chosen = (name: string) => choose('bench.run', contestants, name);
    const several = turnsSchema.safeParse(request);
    if (several.success) return { seconds: takeTurns(chosen, several.data.turns, several.data.rounds) };
    const { run, repeats } = runSchema.parse(request);
    return { seconds: chosen(run)(repeats) };
  }, info);
}

/** Has all run in turn, A B A B ..., without a pause. @returns per name the seconds of each turn */
export function takeTurns(
  timed: (name: string) => Timed,
  repeats: Readonly<Record<string, number>>,
  rounds: number,
): Record<string, number[]> {
  const all = Object.entries(repeats).map(([name, times]) => ({ name, times, run: timed(name) }));
  const seconds: Record<string, number[]> = Object.fromEntries(all.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, times, run } of all) seconds[name].push(run(times));
  }
  return seconds;
}

/** Answers requests of any kind, until standard input closes. */
export function answer(reply: (request: unknown) => object, info: object = {}): void {
  const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    try {
      say(reply(JSON.parse(line)));
    } catch (error) {
      say({ error: error instanceof Error ? error.message : String(error) });
    }
  });
  lines.on('close', () => process.exit(0));
  say({ ready: info });
}
