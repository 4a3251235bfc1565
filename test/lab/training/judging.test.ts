import { expect, it } from 'vitest';
import type { DataSet } from '../../../src/data/index.js';
import { judgingOf } from '../../../src/lab/training/judging.js';
import { refusal } from '../../network/refusals.js';

const split = { count: 1, shape: [1], scale: 1, inputs: Uint8Array.of(0), labels: Uint8Array.of(0) };
const classes: DataSet = {
  ...{ name: 'bits', checksum: '', verified: true, source: '' },
  ...{ classes: 2, train: split, test: split, validation: split },
};
const { classes: _, train, test, validation, ...origin } = { ...classes, validation: split };
const real = { ...split, targets: Float32Array.of(0) };
const numbers: DataSet = { ...origin, targetSize: 1, train: real, test: real, validation: real };

/** After which epochs there is a best one, and after which it is enough. */
function course(asked: object, values: readonly number[], data = classes) {
  const judging = judgingOf(asked, data)!;
  const key = judging.monitor;
  return values.map((value, i) => {
    const better = judging.judge(i + 1, { loss: 0, accuracy: 0, [key]: value });
    return `${better ? 'best' : '-'}${judging.enough(i + 1) ? ' enough' : ''}`;
  });
}

it('the first of the highest accuracies is the best', () => {
  expect(course({}, [0.5, 0.7, 0.7, 0.6])).toEqual(['best', 'best', '-', '-']);
});

it('or the first of the lowest losses', () => {
  expect(course({ monitor: 'loss' }, [0.5, 0.7, 0.4, 0.4])).toEqual(['best', '-', 'best', '-']);
  expect(course({}, [0.5, 0.7, 0.4], numbers)).toEqual(['best', '-', 'best']);
});

it('stops after so many epochs that are no better', () => {
  expect(course({ earlyStopping: 2 }, [0.5, 0.4, 0.6, 0.6, 0.6])).toEqual([
    ...['best', '-', 'best', '-', '- enough'],
  ]);
});

it('goes on where it stood', () => {
  const judging = judgingOf({ earlyStopping: 2 }, classes, { epoch: 3, value: 0.9 })!;
  expect(judging.judge(4, { loss: 0, accuracy: 0.9 })).toBe(false);
  expect([judging.enough(4), judging.enough(5)]).toEqual([false, true]);
});

it('needs validation samples: the test samples are not there to choose by', () => {
  const { validation: none, ...without } = classes;
  expect(judgingOf({}, without)).toBeUndefined();
  expect(refusal(() => judgingOf({ earlyStopping: 3 }, without))).toBe(
    'earlyStopping: got 3, expected none without validation samples: the test samples are not there to choose by. Try ' +
      'validationShare 0.1.',
  );
  expect(refusal(() => judgingOf({ monitor: 'accuracy' }, numbers))).toBe(
    'monitor: got accuracy, expected loss: the targets of bits are numbers.',
  );
});
