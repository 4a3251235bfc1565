import { feedbackPathway } from '../feedback.js';

/**
 * Weights of their own that learn from their two ends what the forward weights learn (arXiv 2009.05359, eq. 7; with
 * weight decay Kolen and Pollack 1994): B <- B - rate (G^T + decay B). Without decay B - W^T never changes.
 */
export const learned = feedbackPathway('learned', 'learned');
