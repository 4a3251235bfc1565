import { type ErrorNames, errors } from './errors.js';
import { family } from './family.js';
import { sweep } from './sweep.js';
import { words } from './words.js';

/** Feedback alignment: errors come down over fixed random weights. */
export const fa = family({
  name: 'fa',
  summary: 'feedback alignment: errors come down over fixed random weights',
  source: 'Lillicrap et al. 2016, Nature Communications 7:13276',
  options: {},
  of: () =>
    words<ErrorNames>().rule({
      name: 'fa',
      paths: { up: { way: 'up' }, down: { way: 'down', weights: 'feedback' } },
      answer: { phase: 'sweep', state: 'rate' },
      phases: [sweep, errors],
    }),
});
