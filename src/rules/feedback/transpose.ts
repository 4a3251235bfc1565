import { feedbackPathway } from '../feedback.js';

/** The weight that carries activity up also carries feedback down: W^T, as in backpropagation (weight transport). */
export const transpose = feedbackPathway('transpose');
