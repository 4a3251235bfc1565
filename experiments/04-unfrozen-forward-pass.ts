import { accuracyTable, finalAccuracies } from './lib/accuracy.js';
import { type Check, experimentOf } from './lib/experiment.js';
import { points, share } from './lib/markdown.js';
import { paperNetworkWith, smallNetworkWith } from './lib/networks.js';
import type { Trainings } from './lib/trainings.js';

interface Settings {
  readonly networks: Readonly<Record<string, object>>;
  readonly data: readonly string[];
  readonly seeds: readonly number[];
  readonly training: Readonly<Record<string, unknown>>;
  /** Data sets on which combinations are tried, too. */
  readonly combined: readonly string[];
}

type Choices = Readonly<Record<string, string>>;

const standard = 'standard';
const currentX = 'current x in the update, inputs relax';
const currentRelaxation = "current f' in the relaxation";
const currentUpdate = "current f' in the update";
const both = "current f' in both";

/** The four conditions of the authors' last script, and what they are held against. */
const conditions: Readonly<Record<string, Choices>> = {
  [standard]: {},
  'no derivative in the relaxation': { derivative: 'none' },
  'no derivative anywhere': { derivative: 'none', updateDerivative: 'none' },
  [currentX]: { presynaptic: 'current', inputs: 'relaxing' },
  'current x in the update, inputs clamped': { presynaptic: 'current' },
  [currentUpdate]: { updateDerivative: 'current' },
  [currentRelaxation]: { derivative: 'current' },
  [both]: { derivative: 'current', updateDerivative: 'current' },
};

const combinations: Readonly<Record<string, Choices>> = {
  "current x, inputs clamped, and current f' in both": {
    presynaptic: 'current',
    derivative: 'current',
    updateDerivative: 'current',
  },
  "current f' in the relaxation, learned feedback": { derivative: 'current', feedback: 'learned' },
  "current f' in both, inputs relax": {
    derivative: 'current',
    updateDerivative: 'current',
    inputs: 'relaxing',
  },
};

const place = (data: string, activation: string) => `${data}, ${activation}`;
const named = (where: string, name: string) => `${where}: ${name}`;

/** Paper 2: what happens when the forward pass is not frozen. */
export const experiment = experimentOf<Settings>({
  name: '04-unfrozen-forward-pass',
  question:
    'Which parts of the frozen forward pass can be given up: the stored activity, the stored derivatives?',
  claim:
    'arXiv 2010.06219 investigated it; its code has four conditions (tanh). Theory: with the relaxed presynaptic activity ' +
    'the update is W (delta^T delta), which knows nothing of the input; derivatives at relaxed activities are taken ' +
    'near zero, so for tanh they approach one, that is no derivative, and for relu they are a mask that has nothing to ' +
    'do with the forward one.',
  expectation:
    'Current x with inputs that relax learns at least 10 points less than the standard rule. Current derivatives come ' +
    'within 2 points of no derivative for tanh; in the relaxation and the update both, they cost relu at least 5 points.',
  full: {
    networks: { tanh: paperNetworkWith('tanh'), relu: paperNetworkWith('relu') },
    data: ['mnist', 'fashion-mnist'],
    seeds: [1, 2, 3],
    // 8 tau in larger steps: what is left of the first activities is what 100 steps of 0.1 leave, about 2e-3.
    training: { epochs: 1, limitTrainBatches: 500, relaxation: { steps: 16, stepSize: 0.5 } },
    combined: ['mnist'],
  },
  quick: {
    networks: { tanh: smallNetworkWith('tanh') },
    data: ['digits'],
    seeds: [1, 2],
    training: {
      epochs: 1,
      limitTrainBatches: 5,
      limitTestSamples: 200,
      relaxation: { steps: 4, stepSize: 0.5 },
    },
    combined: ['digits'],
  },
  async run({ networks, data, seeds, training, combined }, context) {
    const places = data.flatMap((set) => Object.keys(networks).map((activation) => ({ set, activation })));
    const asked = places.flatMap(({ set, activation }) => {
      const all = combined.includes(set) ? { ...conditions, ...combinations } : conditions;
      return Object.entries(all).map(([name, variant]) => ({
        name: named(place(set, activation), name),
        configuration: { ...training, data: set, network: networks[activation], variant },
      }));
    });
    const trainings = await context.train(asked, seeds);
    const baseline = (name: string) => named(name.split(': ')[0], standard);
    return {
      checks: places.flatMap(({ set, activation }) => checks(trainings, place(set, activation), activation)),
      tables: [accuracyTable('Test accuracy at the end', trainings, baseline)],
      figures: places.map(({ set, activation }) => {
        const where = place(set, activation);
        return finalAccuracies(trainings, {
          name: `accuracy-${set}-${activation}`,
          title: `Unfreezing the forward pass: ${where}`,
          conditions: trainings.conditions.filter((name) => name.startsWith(`${where}: `)),
          naming: (name) => name.slice(where.length + 2),
        });
      }),
    };
  },
});

function checks(trainings: Trainings, where: string, activation: string): Check[] {
  const gap = (name: string, than: string) =>
    trainings.difference(named(where, name), named(where, than)).mean;
  const lost = (name: string, atLeast: number): Check => ({
    what: `${named(where, name)} minus ${standard}`,
    measured: `${points(gap(name, standard))} points (${share(trainings.accuracy(named(where, name)).mean)})`,
    expected: `at most −${100 * atLeast} points`,
    holds: gap(name, standard) <= -atLeast,
  });
  const near = (name: string, than: string): Check => ({
    what: `${named(where, name)} minus ${than}`,
    measured: `${points(gap(name, than))} points`,
    expected: 'at most 2 points from 0',
    holds: Math.abs(gap(name, than)) <= 0.02,
  });
  if (activation === 'relu') return [lost(currentX, 0.1), lost(both, 0.05)];
  return [
    lost(currentX, 0.1),
    near(currentRelaxation, 'no derivative in the relaxation'),
    near(both, 'no derivative anywhere'),
  ];
}
