import { ar } from './rules/ar.js';
import { bp } from './rules/bp.js';

/** Every rule by name. A new one: one file, one line here. */
export const rules = { ar, bp } as const;

/** The name of a rule. */
export type RuleName = keyof typeof rules;
