import { dfa } from './dfa.js';
import { ep } from './ep.js';
import { fa } from './fa.js';
import type { RuleFamily } from './family.js';
import { pc } from './pc.js';

/** Rules in phases by name. A new one: one file, one line here. */
export const families: Readonly<Record<'pc' | 'ep' | 'dfa' | 'fa', RuleFamily>> = { pc, ep, dfa, fa };
