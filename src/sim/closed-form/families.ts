import type { Family } from './family.js';

/**
 * Synchronous Euler steps: c(k, m) = binomial(k, m) h^m (1 - h)^(k - m). For h < 1 the chance of m successes in k
 * trials; for h > 1 the signs alternate.
 */
export function binomial(steps: number, h: number): Family {
  if (h === 1) return single(steps);
  const odds = h / (1 - h);
  return {
    logFirst: steps * logAbsOneMinus(h),
    signFirst: h > 1 && steps % 2 === 1 ? -1 : 1,
    ratio: (m) => ((steps - m) / (m + 1)) * odds,
    mean: h < 1 ? steps * h : undefined,
    last: steps,
  };
}

/**
 * Top-down Euler steps: c(k, m) = binomial(k + m - 1, m) h^m (1 - h)^k. For h < 1 the chance of m successes before
 * the k-th failure; for h > 1 all have the sign of (1 - h)^k and do not add up to one.
 */
export function negativeBinomial(steps: number, h: number): Family {
  if (steps === 0) return single(0);
  return {
    logFirst: steps * logAbsOneMinus(h),
    signFirst: h > 1 && steps % 2 === 1 ? -1 : 1,
    ratio: (m) => ((steps + m) / (m + 1)) * h,
    mean: h < 1 ? (steps * h) / (1 - h) : undefined,
  };
}

/** Continuous time t in tau: c(t, m) = t^m e^-t / m!, the chance of m events of a Poisson process. */
export function poisson(time: number): Family {
  if (time === 0) return single(0);
  return { logFirst: -time, signFirst: 1, ratio: (m) => time / (m + 1), mean: time };
}

// Whole steps (h = 1) move the state by exactly one node a step.
function single(m: number): Family {
  return { logFirst: -Infinity, signFirst: 1, ratio: () => 0, mean: undefined, last: m, only: m };
}

// log |1 - h| without rounding 1 - h first.
const logAbsOneMinus = (h: number) => (h < 1 ? Math.log1p(-h) : Math.log(h - 1));
