import { describe, expect, it } from 'vitest';
import type { RunningState } from '../../../../src/sim/events/save/running.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { rules, Scene, speeches, throughFile, twice } from './continuous-scene.js';

describe('a presentation that was saved in continuous time', () => {
  it('shows frames of later times, whoever looked before', () => {
    for (const what of ['trajectories', 'annealed quanta for a time, flushed']) {
      const scene = new Scene(rules[0], relaxationOf({ ...speeches[what], duration: 2 }), {});
      const { course } = scene.play('arbor', true).running.result();
      for (const [before, after] of [
        [false, true],
        [true, true],
        [true, false],
      ]) {
        const { running } = scene.play('arbor', before);
        running.advance(0.8);
        const state = throughFile(running);
        const seen = scene.play('synapse', after, state).running.result().course;
        // Where nothing happens and nobody looks, time stands still.
        const first = 1 + Math.floor(running.time / 0.4 + 1e-9);
        expect(seen, what).toEqual(after ? course.slice(running.time > 0 ? first : 1) : []);
      }
    }
  });

  it('is seen where it is at all times, as if it had not stopped', () => {
    for (const what of ['trajectories', 'relative quanta']) {
      const scene = new Scene(rules[0], relaxationOf({ ...speeches[what], duration: 2 }), {});
      const whole = scene.play('arbor', false);
      whole.running.result();
      const { running, seen } = scene.play('arbor', false);
      running.advance(0.9);
      const gone = scene.play('synapse', false, throughFile(running));
      gone.running.result();
      expect(seen.length, what).toBeLessThan(whole.seen.length);
      expect([...seen, ...gone.seen], what).toEqual(whole.seen);
    }
  });

  it('is refused by name where a part of it is not what it should be', () => {
    const state = (what: string, time: number) => {
      const { running } = new Scene(twice, relaxationOf(speeches[what]), {}).play('arbor', false);
      running.advance(time);
      return throughFile(running) as unknown as object;
    };
    const refused = (what: string, path: string, value: unknown, time = 0.3) => {
      const scene = new Scene(twice, relaxationOf(speeches[what]), {});
      const changed = put(state(what, time), path.split('/'), value);
      return expect(() => scene.play('arbor', false, changed as RunningState));
    };
    const speech = 'relaxing/inTime/0/speeches/b';
    refused('annealed quanta', `${speech}/moving/1/quantum`, Float64Array.of(1, 1)).toThrow(
      /^file.relaxing.inTime.0.speeches.b.moving.1.quantum: got .*expected 2 quanta from 0.05 to 0.4/,
    );
    refused('annealed quanta', `${speech}/moving/0/planned`, Float64Array.of(1, Number.NaN)).toThrow(
      /moving.0.planned: got .*expected 2 times of at least 0 tau, or Infinity/,
    );
    refused('annealed quanta', `${speech}/moving`, []).toThrow(/moving: .*2 states that move/);
    refused('trajectories', `${speech}/futures/x`, []).toThrow(/futures.x: .*2 futures/);
    refused('trajectories', 'relaxing/inTime/0/phase', 'second').toThrow(/expected "first"/);
    refused('trajectories', 'relaxing/inTime', [], 2.5).toThrow(/expected 2 phases in continuous time/);
    refused('annealed quanta', 'circuit/queue/tasks/0/owner', 'b[7].x in phase first').toThrow(
      /queue.tasks.0.owner: got "b\[7\].x in phase first", expected an owner of this network and phase/,
    );
    refused('annealed quanta', 'circuit/queue/tasks/0/what', 'double').toThrow(/task: got "double"/);
  });
});

function put(state: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  const object = state as Record<string, unknown>;
  if (rest.length > 0) put(object[key], rest, value);
  else object[key] = value;
  return state;
}
