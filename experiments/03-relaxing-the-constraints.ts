import { accuracyTable, finalAccuracies, learningCurves } from './lib/accuracy.js';
import { type Check, experimentOf } from './lib/experiment.js';
import { points } from './lib/markdown.js';
import { paperNetworkWith, smallNetworkWith } from './lib/networks.js';
import type { Trainings } from './lib/trainings.js';

interface Settings {
  readonly networks: Readonly<Record<string, object>>;
  readonly data: readonly string[];
  readonly seeds: readonly number[];
  readonly training: Readonly<Record<string, unknown>>;
  /** Largest difference of the means that counts as none. */
  readonly tolerance: number;
}

const baseline = 'standard';

/** The paper's code takes f' in the weight update even where the relaxation does without. */
const variants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [baseline]: {},
  'learned feedback': { feedback: 'learned' },
  'no derivative': { derivative: 'none' },
  'learned feedback, no derivative': { feedback: 'learned', derivative: 'none' },
  'random feedback': { feedback: 'random' },
};
const random = Object.keys(variants).filter((name) => name.startsWith('random'));
const equal = Object.keys(variants).filter((name) => name !== baseline && !random.includes(name));

/** A data set and an activation function: what variants are compared on. */
interface Setting {
  readonly data: string;
  readonly activation: string;
}

const conditionOf = ({ data, activation }: Setting, variant: string) => `${data}, ${activation}: ${variant}`;
const variantOf = (condition: string) => condition.split(': ')[1];
const baselineOf = (condition: string) => `${condition.split(': ')[0]}: ${baseline}`;

/** Paper 1, figure 3. */
export const experiment = experimentOf<Settings>({
  name: '03-relaxing-the-constraints',
  question:
    'Does Activation Relaxation still learn without weight transport, without the derivative of the activation ' +
    'function, without both, and with fixed random feedback?',
  claim:
    'Learned feedback weights, no derivative in the relaxation, and both together reach the accuracy of Activation ' +
    'Relaxation (arXiv 2009.05359, figure 3); fixed random feedback is less accurate and tends to diverge (its text).',
  expectation:
    'The mean test accuracy of each of the three is within one point of that of Activation Relaxation, for relu and ' +
    'tanh, on both data sets; with random feedback it is below. How many trainings diverge is reported.',
  full: {
    networks: { relu: paperNetworkWith('relu'), tanh: paperNetworkWith('tanh') },
    data: ['mnist', 'fashion-mnist'],
    seeds: [1, 2, 3, 4, 5],
    training: { epochs: 10 },
    tolerance: 0.01,
  },
  quick: {
    networks: { relu: smallNetworkWith('relu'), tanh: smallNetworkWith('tanh') },
    data: ['digits'],
    seeds: [1, 2],
    training: { epochs: 1, limitTrainBatches: 20, limitTestSamples: 500, learningRate: 0.03 },
    tolerance: 0.01,
  },
  async run({ networks, data, seeds, training, tolerance }, context) {
    const settings = Object.keys(networks).flatMap((activation) =>
      data.map((data) => ({ data, activation })),
    );
    const conditions = settings.flatMap((setting) =>
      Object.entries(variants).map(([name, variant]) => ({
        name: conditionOf(setting, name),
        configuration: { ...training, data: setting.data, network: networks[setting.activation], variant },
      })),
    );
    const trainings = await context.train(conditions, seeds);
    return {
      checks: settings.flatMap((setting) => checks(trainings, setting, tolerance)),
      tables: [accuracyTable('Test accuracy after the last epoch', trainings, baselineOf)],
      figures: settings.flatMap((setting) => figures(trainings, setting)),
    };
  },
});

function checks(trainings: Trainings, setting: Setting, tolerance: number): Check[] {
  const against = (variant: string) =>
    trainings.difference(conditionOf(setting, variant), conditionOf(setting, baseline)).mean;
  return [
    ...equal.map((variant) => ({
      what: `${conditionOf(setting, variant)} minus ${baseline}`,
      measured: `${points(against(variant))} points`,
      expected: `at most ${100 * tolerance} points from 0`,
      holds: Math.abs(against(variant)) <= tolerance,
    })),
    ...random.map((variant) => ({
      what: `${conditionOf(setting, variant)} minus ${baseline}`,
      measured: `${points(against(variant))} points`,
      expected: 'below 0',
      holds: against(variant) < 0,
    })),
  ];
}

function figures(trainings: Trainings, setting: Setting) {
  const { data, activation } = setting;
  const conditions = Object.keys(variants).map((variant) => conditionOf(setting, variant));
  const shared = { title: `Test accuracy on ${data}, ${activation}`, conditions, naming: variantOf };
  return [
    learningCurves(trainings, { ...shared, name: `curves-${data}-${activation}` }),
    finalAccuracies(trainings, { ...shared, name: `accuracy-${data}-${activation}` }),
  ];
}
