import { learned } from './feedback/learned.js';
import { random } from './feedback/random.js';
import { transpose } from './feedback/transpose.js';

/** Every feedback pathway by name. A new one: one file, one line here. */
export const feedbacks = { transpose, random, learned } as const;

/** The name of a feedback pathway. */
export type FeedbackName = keyof typeof feedbacks;
