import { type ErrorNames, errors } from './errors.js';
import { family } from './family.js';
import { sweep } from './sweep.js';
import { words } from './words.js';

/** Backpropagation by messages: errors come down over the forward weights themselves. */
export const bp = family({
  name: 'bp',
  summary: 'backpropagation: errors come down over the forward weights',
  source: 'Rumelhart, Hinton and Williams 1986, Nature 323',
  options: {},
  of: () =>
    words<ErrorNames>().rule({
      name: 'bp',
      paths: { up: { way: 'up' }, down: { way: 'down' } },
      answer: { phase: 'sweep', state: 'rate' },
      phases: [sweep, errors],
    }),
});
