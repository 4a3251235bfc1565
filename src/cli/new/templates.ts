import { catalogue } from '../../data/index.js';
import { activations } from '../../neurons/activations.js';
import { losses } from '../../neurons/losses.js';
import { feedbacks } from '../../rules/feedbacks.js';
import { rules } from '../../sim/rules.js';
import { optimisers } from '../../synapses/optimisers.js';
import { activation } from './activation.js';
import { data } from './data.js';
import { feedback } from './feedback.js';
import { loss } from './loss.js';
import { optimiser } from './optimiser.js';
import { rule } from './rule.js';

/** Something that plug-ins add, to start from. */
export interface Template {
  /** The text of a file that exports it. */
  readonly text: (name: string, identifier: string) => string;
  /** Where names may be taken. */
  readonly list: () => Readonly<Record<string, unknown>>;
  /** What to do with the file, as commands. */
  readonly next: (name: string, file: string) => readonly string[];
}

const inNetwork = (field: string) => (name: string, file: string) => [
  `relaxon gradcheck NETWORK.json --plugin ${file}    (with "${field}": "${name}" in NETWORK.json)`,
];

/** What `relaxon new` writes. A new one: one file, one line here. */
export const templates: Readonly<Record<string, Template>> = {
  rule: {
    text: rule,
    // Commands call all rules by that name.
    list: () => ({ ...rules, all: undefined }),
    next: (name, file) => [
      `relaxon agree --plugin ${file} --rule ${name} --train 3`,
      `relaxon audit --plugin ${file} --rule ${name}`,
      `relaxon train --plugin ${file} --rule ${name} --data digits --epochs 1`,
    ],
  },
  activation: { text: activation, list: () => activations, next: inNetwork('activation') },
  loss: { text: loss, list: () => losses, next: inNetwork('loss') },
  optimiser: {
    text: optimiser,
    list: () => optimisers,
    next: (name, file) => [`relaxon train --plugin ${file} --optimiser ${name} --data digits --epochs 1`],
  },
  feedback: {
    text: feedback,
    list: () => feedbacks,
    next: (name, file) => [
      `relaxon agree --plugin ${file} --feedback ${name}`,
      `relaxon audit --plugin ${file} --feedback ${name}`,
    ],
  },
  data: {
    text: data,
    list: () => catalogue,
    next: (name, file) => [`relaxon train --plugin ${file} --data ${name} --epochs 1`],
  },
};
