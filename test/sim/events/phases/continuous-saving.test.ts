import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/messages/message.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { kinked, rules, Scene, speeches, surroundingsOf, throughFile, unfrozen } from './continuous-scene.js';
import { grains } from './surroundings.js';

const settings = Object.entries(speeches).flatMap(([what, speech], k) =>
  rules.map((rule, r) => ({ what, rule, speech, surroundings: k + r, network: undefined })),
);
const kinks = [0, 1, 2, 3].map((surroundings) => ({
  ...{ what: 'from kink to kink', rule: unfrozen, speech: { duration: 4 }, surroundings },
  network: kinked,
}));

describe('a presentation in continuous time', () => {
  it.each([...settings, ...kinks])(
    'is the same in the end, wherever it is stopped and gone on with: $what, $rule.name',
    (setting) => {
      const { what, rule, speech, surroundings, network } = setting;
      const scene = new Scene(rule, relaxationOf(speech), surroundingsOf(what, surroundings), network);
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
