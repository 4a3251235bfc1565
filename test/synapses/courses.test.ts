import { describe, expect, it } from 'vitest';
import { type Trajectory, valueAt } from '../../src/math/trajectory.js';
import { TrajectoryBuffer } from '../../src/math/trajectory-buffer.js';
import { CourseSums } from '../../src/synapses/arbor/courses.js';
import { CoursePlaces } from '../../src/synapses/synapse/courses.js';

// Two neurons hear three: 2 + e^-s told at 1, nothing but the value 5, and 3 s e^-s told at 2.
const weights = Float64Array.of(1, -2, 0.5, 4, 3, -1);
const futures: (Trajectory | undefined)[] = [
  { origin: 1, constant: 2, terms: [1] },
  undefined,
  { origin: 2, constant: 0, terms: [0, 3] },
];
const activity = Float64Array.of(7, 5, 9);
const wanted = (post: number, time: number) =>
  weights[3 * post] * (2 + Math.exp(1 - time)) +
  weights[3 * post + 1] * 5 +
  weights[3 * post + 2] * 3 * (time - 2) * Math.exp(2 - time);

function told(now: number, add: (sum: TrajectoryBuffer) => void): Trajectory {
  const sum = new TrajectoryBuffer();
  sum.begin(now);
  add(sum);
  return sum.told();
}

const places = () => {
  const made = new CoursePlaces({ weights, lag: 0 });
  const values = weights.map((weight, i) => weight * activity[i % 3]);
  const sum = (post: number, now: number) =>
    told(now, (into) => made.addTo(into, 3 * post, 3 * post + 3, values));
  for (const post of [0, 1]) {
    for (const [pre, future] of futures.entries()) if (future) made.deliver(3 * post + pre, future);
  }
  return { made, sum };
};
const sums = () => {
  const made = new CourseSums(weights, activity, 2);
  for (const [pre, future] of futures.entries()) if (future) made.hear(pre, future);
  const sum = (post: number, now: number) => told(now, (into) => made.addTo(into, post));
  return { made, sum };
};

describe.each([
  ['of synapses', places],
  ['of an arbor', sums],
])('futures of activities: %s', (_, make) => {
  it('add up, weighed, told from any later time', () => {
    const { sum } = make();
    for (const post of [0, 1]) {
      for (const now of [2, 3.5]) {
        const told = sum(post, now);
        expect(told.origin).toBe(now);
        for (const time of [now, now + 1.5]) expect(valueAt(told, time)).toBeCloseTo(wanted(post, time), 13);
      }
    }
  });

  it('are restored bit for bit', () => {
    const { made, sum } = make();
    const { made: other, sum: sumOfOther } = make();
    const state = structuredClone(made.state());
    for (const post of [0, 1]) (other as CoursePlaces).clear(3 * post, 3 * post + 3);
    expect(sumOfOther(0, 3)).not.toEqual(sum(0, 3));
    other.restore(state);
    for (const post of [0, 1]) expect(sumOfOther(post, 3)).toEqual(sum(post, 3));
  });
});

it('both are the same, bit for bit', () => {
  for (const post of [0, 1]) expect(places().sum(post, 2.75)).toEqual(sums().sum(post, 2.75));
});
