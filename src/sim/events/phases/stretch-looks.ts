import type { EventQueue } from '../../../messages/queue.js';
import type { Looks } from '../../../messages/samplers.js';
import type { Hearers } from './neuron-lead.js';

type Seen = readonly Pick<Hearers, 'stretch'>[];

/** Neurons will note where they are when somebody wants to look. */
export function openTo(looks: Looks, all: Seen): void {
  for (const { stretch } of all) stretch?.open(looks);
}

/** All look who wanted to before the last that has happened: later ones see neurons where they are. */
export function showTo(looks: Looks, all: Seen, queue: EventQueue): void {
  const show = (n: number) => {
    for (const { stretch } of all) stretch?.show(n);
  };
  try {
    for (const [n, { due }] of looks.entries()) {
      if (due >= queue.now()) break;
      show(n);
      queue.samplers.sampleAt(due);
    }
  } finally {
    show(-1);
  }
}
