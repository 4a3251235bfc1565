/** What the numbers of a time count, in seconds, by how many there are: with days, and without. */
const units = {
  days: [[], [86_400, 3600], [86_400, 3600, 60], [86_400, 3600, 60, 1]],
  none: [[60], [60, 1], [3600, 60, 1]],
};

/** A time limit as sbatch has it (minutes, MINUTES:SECONDS, HOURS:MINUTES:SECONDS or DAYS-HOURS:...), in seconds. */
export function secondsOf(time: string): number {
  const numbers = time.split(/[-:]/).map(Number);
  const factors = units[time.includes('-') ? 'days' : 'none'][numbers.length - 1];
  return numbers.reduce((sum, number, i) => sum + number * factors[i], 0);
}
