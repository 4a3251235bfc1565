import { z } from 'zod';
import { choose, refuse } from '../errors.js';
import { asObject, oneOf, readValue, show } from '../schema.js';
import type { RuleOption } from './family.js';
import { statementsOf } from './names.js';
import type { Formula, Meant, Path, Phase, Rule, Term } from './rule.js';

const formula = z.custom<Formula>((value) => typeof value === 'function', 'a formula: a function');
const gain = z.union(
  [z.number(), z.custom<() => number>((value) => typeof value === 'function')],
  'a number, or a function',
);
const who = oneOf(['all', 'input', 'neuron', 'output', 'inner', 'top', 'lower']);
const place = z.custom<NonNullable<Meant['at']>>(
  (value) => typeof value === 'function',
  'a function of places',
);
const meant = { who, at: place.optional() } satisfies Record<keyof Meant, z.ZodType>;
const values = z.record(z.string(), formula, 'formulas by name');
const term = z.strictObject({
  at: place.optional(),
  ...{ gain: gain.optional(), pre: formula.optional(), post: formula.optional(), own: formula.optional() },
} satisfies Record<keyof Term<never, never>, z.ZodType>);
const terms = z.record(z.string(), z.array(term, 'a list of terms'), 'terms by path');
const statement = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('say'), ...meant, path: z.string('the name of a path'), values }),
    z.strictObject({ kind: z.enum(['set', 'move']), ...meant, values }),
    z.strictObject({ kind: z.literal('learn'), ...meant, terms }),
    z.strictObject({ kind: z.literal('adapt'), ...meant, terms, lowpass: z.number('a number').optional() }),
  ],
  'what say, set, move, learn or adapt of words() make',
);
const statements = z.array(statement, 'a list of statements');
const count = z.int('a whole number of at least 0').min(0, 'a whole number of at least 0');
const phase = z.strictObject({
  name: z.string('a name'),
  order: oneOf(['up', 'down']).optional(),
  steps: count.optional(),
  stepSize: z.number('a number above 0').positive('a number above 0').optional(),
  begins: statements.optional(),
  talk: statements,
  moves: statements.optional(),
  ends: statements.optional(),
} satisfies Record<keyof Phase, z.ZodType>);
const path = z.strictObject({
  way: oneOf(['up', 'down', 'direct']),
  weights: z.string('a name').optional(),
  ofMate: formula.optional(),
  inputs: z.boolean('true or false').optional(),
  stays: z.boolean('true or false').optional(),
  by: z.unknown().optional(),
} satisfies Record<keyof Path, z.ZodType>);
const rule = z.strictObject({
  name: z.string('a name'),
  paths: z.record(z.string(), path, 'paths by name'),
  phases: z.array(phase, 'a list of phases').min(1, 'a phase at least'),
  answer: z.strictObject({ phase: z.string('the name of a phase'), state: z.string('the name of a state') }),
  keeps: z.array(z.string('the name of a state'), 'a list of states').optional(),
  factors: z.array(z.string('a name'), 'a list of names').optional(),
  energy: formula.optional(),
} satisfies Record<keyof Rule, z.ZodType>);

const help = z.string('a line of help');
const number = z.number('a number');
const option = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      ...{
        kind: z.literal('choice'),
        choices: z.array(z.string('a name'), 'a list of names').min(1, 'a choice at least'),
      },
      ...{
        formerly: z.record(z.string(), z.string()).optional(),
        default: z.string('one of the choices'),
        help,
      },
    }),
    z.strictObject({
      ...{ kind: z.enum(['count', 'number']), default: number, least: number, help },
      ...{ above: z.boolean('true or false').optional(), below: number.optional() },
    }),
    z.strictObject({ kind: z.literal('flag'), default: z.literal(false), help }),
  ],
  'an option of kind choice, count, number or flag',
);

/**
 * Holds what a program offers as a rule to what a rule is: what a compiler would say of it, and more.
 * @throws {InputError} naming the part that is not, or what it refers to and is not there
 */
export function requireRule(where: string, given: unknown): void {
  readValue(where, rule, asObject(where, given));
  const { phases, answer, paths } = given as Rule;
  choose(`${where}.answer.phase`, Object.fromEntries(phases.map(({ name }) => [name, name])), answer.phase);
  for (const one of phases.flatMap(statementsOf)) {
    const named = one.kind === 'say' ? [one.path] : 'terms' in one ? Object.keys(one.terms) : [];
    for (const name of named) choose(`${where}: ${one.kind} on path`, paths, name);
  }
  requireAnswer(where, given as Rule);
}

function requireAnswer(where: string, { phases, answer }: Rule): void {
  const states = phases
    .flatMap(statementsOf)
    .flatMap((one) => (one.kind === 'set' || one.kind === 'move' ? Object.keys(one.values) : []));
  choose(`${where}.answer.state`, Object.fromEntries(states.map((name) => [name, name])), answer.state);
}

/** @throws {InputError} on options that are not declared as options are, such as a default that is no choice */
export function requireOptions(where: string, options: Readonly<Record<string, unknown>>): void {
  for (const [name, given] of Object.entries(options)) {
    const at = `${where}.options.${name}`;
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
      refuse({
        where: at,
        got: `the name ${show(name)}`,
        expected: 'letters and digits, beginning with a small letter',
      });
    readValue(at, option, asObject(at, given));
    const made = given as RuleOption;
    if (made.kind === 'choice' && !made.choices.includes(made.default))
      refuse({
        where: `${at}.default`,
        got: show(made.default),
        expected: `one of ${made.choices.join(', ')}`,
      });
  }
}
