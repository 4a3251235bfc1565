import { feedbackPathway } from '../feedback.js';

/** Weights of their own that never change: feedback alignment (Lillicrap et al. 2016; arXiv 2009.05359, sec. 3.1). */
export const random = feedbackPathway('random', 'fixed');
