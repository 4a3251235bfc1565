import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ar } from '../../src/rules/ar.js';
import { bp } from '../../src/rules/bp.js';
import { families } from '../../src/rules/families.js';
import { type Chosen, defaultsOf, type RuleFamily, type RuleOptions } from '../../src/rules/family.js';
import { statementsOf } from '../../src/rules/names.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/messages.md'), 'utf8');
const known = [ar, bp, ...Object.values(families)] as unknown as RuleFamily[];

/** What a rule says under each of its choices in turn, by the names that logs have. */
function kindsOf({ options, of }: RuleFamily): Set<string> {
  const defaults = defaultsOf(options);
  const chosen = Object.entries(options).flatMap(([name, option]) =>
    option.kind === 'choice' ? option.choices.map((choice) => ({ ...defaults, [name]: choice }) as Chosen<RuleOptions>) : [],
  );
  const statements = [defaults, ...chosen].flatMap((one) => of(one).phases.flatMap(statementsOf));
  const kinds = statements.flatMap((one) => {
    if (one.kind === 'say') return [`${one.path}.${Object.keys(one.values).join('+')}`];
    return one.kind === 'learn' || one.kind === 'adapt' ? [one.kind] : [];
  });
  return new Set(kinds);
}

/** The rows of the table by rule: the kinds in the first cell, the rules in the second. */
const rows = page
  .slice(page.indexOf('## By rule'), page.indexOf('"At every step"'))
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, 3)
      .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word)),
  );

it('docs/messages.md lists every kind of message of every rule, and no other', () => {
  const listed = rows.flatMap(([kinds]) => kinds);
  expect(listed).toEqual([...new Set(listed)]);
  const all = new Set(known.flatMap((family) => [...kindsOf(family)]));
  expect([...listed].sort()).toEqual([...all].sort());
});

it('docs/messages.md says of which rules each is', () => {
  const names = known.map(({ name }) => name);
  for (const [kinds, words] of rows) {
    const rules =
      page.includes(`| \`learn\` | all |`) && kinds[0] === 'learn'
        ? names
        : words.filter((word) => names.includes(word));
    for (const kind of kinds) {
      const saying = known.filter((family) => kindsOf(family).has(kind)).map(({ name }) => name);
      expect(rules.sort(), kind).toEqual(saying.sort());
    }
  }
});
