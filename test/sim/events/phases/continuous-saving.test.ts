import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/messages/message.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { rules, Scene, speeches, surroundingsOf, throughFile } from './continuous-scene.js';
import { grains } from './surroundings.js';

const settings = Object.entries(speeches).flatMap(([what, speech], k) =>
  rules.map((rule, r) => ({
    ...{ what, rule, relaxation: relaxationOf(speech) },
    options: surroundingsOf(what, k + r),
  })),
);

describe('a presentation in continuous time', () => {
  it.each(settings)(
    'is the same in the end, wherever it is stopped and gone on with: $what, $rule.name',
    (setting) => {
      const { rule, relaxation, options } = setting;
      const scene = new Scene(rule, relaxation, options);
      const whole = scene.play('arbor', true);
      const { course, ...left } = whole.running.result();
      const stop = fc.record({
        // Anywhere: small numbers would come more often.
        share: fc.noBias(fc.integer({ min: 0, max: 999 })),
        grain: fc.constantFrom(...grains),
        record: fc.boolean(),
      });
      const law = fc.property(stop, stop, (...stops) => {
        let played = scene.play('synapse', false);
        let before: readonly Message[] = [];
        for (const { share, grain, record } of stops.sort((a, b) => a.share - b.share)) {
          // When something is said, or a little later.
          const { time } = whole.log[Math.floor((share / 1000) * whole.log.length)];
          if (played.running.advance(record ? time : 1.05 * time)) continue;
          const state = throughFile(played.running);
          before = [...before, ...played.log];
          played = scene.play(grain, record, state);
        }
        const { course: seen, ...got } = played.running.result();
        expect(got).toEqual(left);
        expect([...before, ...played.log]).toEqual(whole.log);
        expect(played.running.time).toBe(whole.running.time);
        expect(seen).toEqual(course.slice(course.length - seen.length));
      });
      fc.assert(law, { numRuns: 2, seed: 7 });
    },
  );
});
