import type { Setting } from '../report/index.js';
import { networkLine } from '../runs/tables.js';
import type { Settings } from './run-record.js';

/** Settings that change no number of a run, but how often it writes. */
export const silent: readonly string[] = ['checkpointEvery', 'logEvery', 'measureEvery', 'save'];

/** A record as flat settings: names within others with dots, lists as JSON. */
export function flattened(value: unknown, prefix = ''): Settings {
  if (typeof value !== 'object' || value === null) return { [prefix]: value as Setting };
  if (Array.isArray(value)) return { [prefix]: JSON.stringify(value) };
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  if (entries.length === 0) return {};
  return Object.assign({}, ...entries.map(([key, one]) => flattened(one, prefix ? `${prefix}.${key}` : key)));
}

/** What a configuration asks for, flat, but for seed and network, which are told apart from it. */
export function settingsOf(configuration: Readonly<Record<string, unknown>>): Settings {
  const { seed, network, ...rest } = configuration;
  return { network: networkText(network), ...flattened(rest) };
}

/** A network on a line, and all of it in eight digits: two that differ anywhere have two texts. */
export function networkText(network: unknown): string {
  return `${networkLine(network)} #${hash(canonical(network))}`;
}

/** JSON, whatever the order in which keys were given. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

// FNV-1a, 32 bits: to tell a few apart.
function hash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}

/** A setting in a table. */
export const shown = (value: Setting | undefined): string =>
  value === undefined || value === null ? 'none' : String(value);

/** The names that are there in any of them, in their order. */
export const namesIn = (all: readonly Settings[]): string[] => [
  ...new Set(all.flatMap((settings) => Object.keys(settings))),
];

/** Names under which not all have the same, passing over `but`. */
export function differing(all: readonly Settings[], but: readonly string[] = silent): string[] {
  return namesIn(all).filter(
    (name) => !but.includes(name) && all.some((settings) => !same(settings[name], all[0][name])),
  );
}

/** None is as good as not there. */
const same = (a: Setting | undefined, b: Setting | undefined): boolean => (a ?? null) === (b ?? null);

/** Texts of networks without their digits, where their lines tell them apart already. */
export function withoutDigits(texts: readonly string[]): ReadonlyMap<string, string> {
  const line = (text: string) => text.replace(/ #[\da-f]{8}$/, '');
  const distinct = [...new Set(texts)];
  const lines = distinct.map(line);
  return new Map(
    distinct.map((text, i) => [text, lines.filter((one) => one === lines[i]).length > 1 ? text : lines[i]]),
  );
}

/** Those that have a meaning: backpropagation on tensors has no relaxation, whatever its record says of one. */
export function meaningful(settings: Settings): Settings {
  const { rule } = settings;
  if (rule !== 'bp' || Object.keys(settings).some((name) => name.startsWith('ruleOptions.'))) return settings;
  const entries = Object.entries(settings).filter(([name]) => !/^(relaxation|variant)\./.test(name));
  return Object.fromEntries(entries);
}

/**
 * Of settings that differ, those that are worth a column: what one rule has and another lacks says no more than the rule does,
 * where it is the same in all that have it.
 */
export function telling(all: readonly Settings[], names: readonly string[]): string[] {
  return names.filter((name) => {
    const having = all.filter((settings) => settings[name] !== undefined);
    const lacking = all.filter((settings) => settings[name] === undefined);
    const rules = new Set(having.map(({ rule }) => rule));
    return (
      lacking.some(({ rule }) => rules.has(rule)) ||
      differing(having, []).includes(name) ||
      lacking.length === 0
    );
  });
}
