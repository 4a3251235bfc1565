import { chl } from './chl.js';
import { dfa } from './dfa.js';
import { ep } from './ep.js';
import { fa } from './fa.js';
import type { RuleFamily } from './family.js';
import { pc } from './pc.js';

/** A new one: one file, one name here. */
const list = { pc, ep, chl, dfa, fa } as const;

/** Rules in phases by name. */
export const families: Readonly<Record<keyof typeof list, RuleFamily>> = list;
