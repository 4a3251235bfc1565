import { findPeer, infoText } from '../bench/python.js';
import { estimate } from '../src/math/statistics.js';
import { accuracyTable, learningCurves } from './lib/accuracy.js';
import { type Check, experimentOf, type Table } from './lib/experiment.js';
import { points, share } from './lib/markdown.js';
import { paperNetworkWith, smallNetworkWith } from './lib/networks.js';
import { type TorchEpoch, trainInTorch } from './lib/torch-training.js';
import type { Trainings } from './lib/trainings.js';

interface Settings {
  readonly network: object;
  readonly data: string;
  readonly seeds: readonly number[];
  readonly training: Readonly<Record<string, unknown>> & { readonly epochs: number };
  /** Whether PyTorch trains the same, too. */
  readonly peer: boolean;
  /** Largest difference of the means that counts as none. */
  readonly tolerance: number;
  /** What each reaches at least. */
  readonly least: number;
}

const torch = 'PyTorch, backpropagation';
/** Frozen predictive coding and Activation Relaxation go to their equilibrium: where they are, gradients are those of bp. */
const rules: Readonly<Record<string, object>> = {
  bp: { rule: 'bp' },
  ar: { rule: 'ar', relaxation: { solver: 'equilibrium' } },
  'pc, frozen': {
    rule: 'pc',
    ruleOptions: { predictions: 'frozen' },
    relaxation: { solver: 'equilibrium' },
  },
};

/** Adam, as in docs/optimisers.md. */
export const experiment = experimentOf<Settings>({
  name: '17-optimisers',
  question: 'Do local rules reach with Adam what PyTorch reaches with Adam and backpropagation?',
  claim:
    'An optimiser acts on what a synapse has added up, whatever the rule: where a rule finds the gradient, Adam makes of it ' +
    'what it makes of that of backpropagation (torch.optim.Adam: 0.966 after one epoch of MNIST, 0.981 after five).',
  expectation:
    'On MNIST, with cross-entropy, minibatches of 64 and a rate of 0.001 that falls by a cosine, the mean test accuracies of bp, ar and frozen pc after five ' +
    "epochs are within 0.2 points of PyTorch's, which begins with the same weights and sees the same minibatches, and at " +
    'least 0.979.',
  full: {
    network: { ...paperNetworkWith('relu'), loss: 'cross-entropy' },
    data: 'mnist',
    seeds: [1, 2, 3],
    training: { epochs: 5, batchSize: 64, optimiser: 'adam', learningRateSchedule: 'cosine' },
    peer: true,
    tolerance: 0.002,
    least: 0.979,
  },
  quick: {
    network: { ...smallNetworkWith('relu'), loss: 'cross-entropy' },
    data: 'digits',
    seeds: [1, 2],
    training: {
      ...{ epochs: 1, batchSize: 64, optimiser: 'adam', limitTrainBatches: 20, limitTestSamples: 500 },
    },
    peer: false,
    tolerance: 0.05,
    least: 0.1,
  },
  async run({ network, data, seeds, training, peer, tolerance, least }, context) {
    const conditions = Object.entries(rules).map(([name, rule]) => ({
      name,
      configuration: { ...training, ...rule, data, network },
    }));
    const trainings = await context.train(conditions, seeds);
    const found = peer ? findPeer('torch') : { reason: 'not asked for' };
    const theirs: TorchEpoch[][] = [];
    if ('python' in found) {
      for (const seed of seeds) {
        context.note(`PyTorch, seed ${seed}`);
        theirs.push(await trainInTorch(found.python, { ...trainings.of('bp')[0].configuration, seed }));
      }
    }
    return {
      checks: [
        ...checksOf(trainings, theirs, {
          tolerance,
          least,
          peer,
          reason: 'reason' in found ? found.reason : '',
        }),
      ],
      tables: [
        accuracyTable('Test accuracy after the last epoch', trainings, () => 'bp'),
        epochTable(trainings, theirs),
      ],
      figures: [
        learningCurves(trainings, { name: 'curves', title: `Test accuracy on ${data}, Adam, by epoch` }),
      ],
      data: { torch: theirs },
      remarks: [
        'python' in found
          ? `PyTorch ${infoText(found.info)}: torch.optim.Adam, CosineAnnealingLR and CrossEntropyLoss in float32 on the CPU (bench/peers/mnist_torch.py). ` +
            'It is given the weights that our networks begin with, and the numbers of the images of each minibatch.'
          : `PyTorch did not train here: ${found.reason}.`,
      ],
    };
  },
});

interface Judged extends Pick<Settings, 'tolerance' | 'least' | 'peer'> {
  readonly reason: string;
}

function checksOf(
  trainings: Trainings,
  theirs: readonly TorchEpoch[][],
  { tolerance, least, peer, reason }: Judged,
): Check[] {
  const reached = peerMean(theirs, -1);
  return trainings.conditions.flatMap((name) => {
    const { mean } = trainings.accuracy(name);
    const other = reached !== undefined ? mean - reached : trainings.difference(name, 'bp').mean;
    const than = peer ? torch : 'bp';
    return [
      {
        what: `${name}: test accuracy`,
        measured: share(mean),
        expected: `at least ${least}`,
        holds: mean >= least,
        quick: true,
      },
      {
        what: `${name} minus ${than}`,
        measured: peer && theirs.length === 0 ? `not measured: ${reason}` : `${points(other)} points`,
        expected: `at most ${100 * tolerance} points from 0`,
        holds: (!peer || theirs.length > 0) && Math.abs(other) <= tolerance,
        // Frozen predictive coding learns squared error, which begins elsewhere.
        quick: !peer && !name.startsWith('pc'),
      },
    ];
  });
}

const peerMean = (theirs: readonly TorchEpoch[][], epoch: number): number | undefined =>
  theirs.length === 0 ? undefined : estimate(theirs.map((all) => all.at(epoch)!.testAccuracy)).mean;

/** Mean test accuracy of each epoch. */
function epochTable(trainings: Trainings, theirs: readonly TorchEpoch[][]): Table {
  const epochs = trainings.course(trainings.conditions[0]).map(({ epoch }) => epoch);
  const row = (name: string, accuracies: readonly number[]) => [name, ...accuracies.map(share)];
  const ours = trainings.conditions.map((name) =>
    row(
      name,
      trainings.course(name).map(({ over }) => over.mean),
    ),
  );
  const peer = epochs.map((_, i) => peerMean(theirs, i) ?? Number.NaN);
  return {
    title: 'Mean test accuracy after each epoch',
    rows: [
      ['condition', ...epochs.map((epoch) => `epoch ${epoch}`)],
      ...ours,
      ...(theirs.length > 0 ? [row(torch, peer)] : []),
    ],
  };
}
