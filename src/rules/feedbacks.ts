import { adding } from '../registry.js';
import { learned } from './feedback/learned.js';
import { random } from './feedback/random.js';
import { transpose } from './feedback/transpose.js';
import type { FeedbackPathway } from './feedback.js';

/** Every feedback pathway by name. A new one: one file, one line here. */
export const feedbacks = { transpose, random, learned } as const;

/** Adds a feedback pathway at run time. @throws {InputError} */
export const addFeedback = adding<FeedbackPathway>('feedbacks', feedbacks, {
  name: 'string',
  path: 'object',
  reads: 'string',
  ownWeights: 'boolean',
  learns: 'boolean',
});

/** The name of a feedback pathway. */
export type FeedbackName = keyof typeof feedbacks;
