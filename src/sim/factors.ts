import { refuse } from '../errors.js';
import type { Values } from '../network/parameters.js';
import type { Rule } from '../rules/rule.js';
import type { Batch } from './simulator.js';

/**
 * The third factors that a rule is told with a batch.
 * @throws {InputError} on one that is missing, that the rule is not told, or that is not one finite number for each sample
 */
export function factorsOf(rule: Rule, { size, factors = {} }: Batch): Readonly<Record<string, Values>> {
  const wanted: readonly string[] = rule.factors ?? [];
  for (const name of Object.keys(factors)) {
    if (wanted.includes(name)) continue;
    const expected = `only what rule ${rule.name} is told: ${wanted.join(', ') || 'nothing'}`;
    refuse({ where: `batch.factors.${name}`, got: 'it', expected });
  }
  for (const name of wanted) {
    const { data } = factors[name] ?? {};
    const what = `a finite number for each of ${size} samples: rule ${rule.name} is told it`;
    const where = `batch.factors.${name}`;
    if (!data) refuse({ where, got: 'nothing', expected: what });
    if (data.length !== size) refuse({ where, got: `${data.length} numbers`, expected: what });
    const odd = data.findIndex((value) => !Number.isFinite(value));
    if (odd >= 0) refuse({ where: `${where}[${odd}]`, got: String(data[odd]), expected: 'a finite number' });
  }
  return factors;
}
