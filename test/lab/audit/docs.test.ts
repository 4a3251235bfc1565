import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { auditAll, auditRows, auditRule, readingRows } from '../../../src/lab/audit/index.js';
import { rules } from '../../../src/sim/rules.js';

const text = readFileSync(join(import.meta.dirname, '../../../docs/locality.md'), 'utf8');

it('the tables in docs/locality.md are what is seen', () => {
  const tables = [auditRows(auditAll()), readingRows(auditRule(rules.ar)), readingRows(auditRule(rules.bp))];
  for (const row of tables.flat()) expect(text).toContain(`| ${row.join(' | ')} |`);
});
