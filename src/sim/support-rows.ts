import { type RuleName, rules } from './rules.js';
import { commandNames, type Refusal, refusalOf, speechNames, type Use } from './support.js';

/** A use, and why it is refused; null, if it is not. */
export type SupportRow = Use & { readonly refused: Refusal | null };

const ways = [undefined, ...speechNames];
const engines = ['batched', 'events'] as const;

/** Every rule on both engines, by every command, in every way of speaking and in none. */
export function supportRows(): readonly SupportRow[] {
  return (Object.keys(rules) as RuleName[]).flatMap((rule) =>
    engines.flatMap((engine) =>
      commandNames.flatMap((command) =>
        ways.map((messages) => {
          const use: Use = { rule, engine, command, messages };
          return { ...use, refused: refusalOf(use) ?? null };
        }),
      ),
    ),
  );
}

/** The same as a table: a row per rule, engine and command; refusals by the number of their reason, from 1. */
export function supportTable(): {
  readonly rows: readonly (readonly string[])[];
  readonly reasons: readonly string[];
} {
  const reasons: string[] = [];
  const cell = ({ refused }: SupportRow): string => {
    if (!refused) return 'yes';
    const { expected } = refused;
    if (!reasons.includes(expected)) reasons.push(expected);
    return String(reasons.indexOf(expected) + 1);
  };
  const all = supportRows();
  const lines = all.flatMap((one, i) => {
    if (i % ways.length > 0) return [];
    return [[one.rule, one.engine, one.command, ...all.slice(i, i + ways.length).map(cell)]];
  });
  return { rows: [['rule', 'engine', 'command', 'not said', ...speechNames], ...lines], reasons };
}
