import { feedbackPathway } from '../../src/index.js';

/**
 * Feedback weights of one size with the signs of the forward weights beside them (Liao, Leibo and Poggio 2016, arXiv
 * 1510.05067: V = sign(W); times 0.1 here, in place of their batch normalisation).
 */
export const signSymmetric = feedbackPathway('sign-symmetric', (m, mate) => m.mul(0.1, m.sign(mate)));
