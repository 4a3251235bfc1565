/** One Ornstein-Uhlenbeck step over h, exact: n e^(-h / tau) + sd sqrt(1 - e^(-2h / tau)) xi, xi standard normal. */
export function ornsteinUhlenbeckStep(n: number, sd: number, tau: number, h: number, xi: number): number {
  return n * Math.exp(-h / tau) + sd * Math.sqrt(-Math.expm1((-2 * h) / tau)) * xi;
}

/**
 * What is added to an activity after an Euler step of size h (in its own time constants), so that without a change of
 * drive it scatters by `sd`: sd sqrt(1 - (1 - h)^2) xi.
 */
export function whiteStep(sd: number, h: number, xi: number): number {
  return sd * Math.sqrt(1 - (1 - h) ** 2) * xi;
}
