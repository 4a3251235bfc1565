import { addAugmentation, addDataSet } from '../../data/index.js';
import { addDistribution } from '../../math/distributions.js';
import { addInitialiser } from '../../network/initialisers.js';
import { addNodeType } from '../../network/nodes.js';
import { addActivation } from '../../neurons/activations.js';
import { addLoss } from '../../neurons/losses.js';
import type { Remove } from '../../registry.js';
import { defaultsOf, type RuleFamily } from '../../rules/family.js';
import { addFeedback } from '../../rules/feedbacks.js';
import { addBackend } from '../../sim/batched/backend.js';
import { addWay } from '../../sim/events/live/ways.js';
import { addRule } from '../../sim/rules.js';
import { addSchedule } from '../../sim/schedules.js';
import { addOptimiser } from '../../synapses/optimisers.js';

/** A list that plug-ins add to. */
export interface Kind {
  /** What an export is called that holds entries of this list by their names. */
  readonly list: string;
  /** One entry, in words. */
  readonly one: string;
  readonly add: (name: string, entry: never) => Remove;
  /** Members by which an entry is known; those of a list of functions have none. */
  readonly members: readonly string[];
}

const familyMembers = ['name', 'summary', 'source', 'options', 'of'];

/** Every list that plug-ins add to. A new one: one line here. */
export const kinds: readonly Kind[] = [
  { list: 'rules', one: 'rule', add: addRule, members: familyMembers },
  { list: 'optimisers', one: 'optimiser', add: addOptimiser, members: familyMembers },
  { list: 'activations', one: 'activation', add: addActivation, members: ['rate', 'slope', 'steepest'] },
  { list: 'losses', one: 'loss', add: addLoss, members: ['share', 'error'] },
  {
    list: 'feedbacks',
    one: 'feedback pathway',
    add: addFeedback,
    members: ['path', 'reads', 'ownWeights', 'learns'],
  },
  { list: 'initialisers', one: 'initialiser', add: addInitialiser, members: ['schema', 'sampler'] },
  {
    list: 'distributions',
    one: 'distribution',
    add: addDistribution,
    members: ['parameters', 'wrong', 'draw'],
  },
  {
    ...{ list: 'nodeTypes', one: 'node type', add: addNodeType },
    members: ['schema', 'shape', 'parameters', 'feedback', 'synapses', 'projection'],
  },
  { list: 'dataSets', one: 'data set', add: addDataSet, members: ['about', 'make'] },
  { list: 'dataSets', one: 'data set', add: addDataSet, members: ['about', 'files', 'read'] },
  { list: 'augmentations', one: 'augmentation', add: addAugmentation, members: ['about', 'change'] },
  { list: 'schedules', one: 'schedule', add: addSchedule, members: ['steps', 'needs'] },
  { list: 'ways', one: 'way', add: addWay, members: ['summary', 'filled', 'start'] },
  { list: 'backends', one: 'backend', add: addBackend, members: [] },
];

/** The list whose entry a value is, or was meant to be: that of which it has the most, and half at least. */
export function kindOf(value: unknown): Kind | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const share = ({ members }: Kind) =>
    members.length === 0 ? 0 : members.filter((name) => name in value).length / members.length;
  const [best] = [...kinds].sort((a, b) => share(b) - share(a));
  if (share(best) < 0.5) return undefined;
  return best.members === familyMembers ? familyKind(value as RuleFamily) : best;
}

/** Rules and optimisers are declared alike; what they are made to shows which it is. */
function familyKind(family: RuleFamily): Kind {
  const [rule, optimiser] = kinds;
  if (typeof family.of !== 'function' || typeof family.options !== 'object') return rule;
  const made: unknown = family.of(defaultsOf(family.options));
  const isRule = typeof made !== 'object' || made === null || !('traces' in made || 'descend' in made);
  return isRule ? rule : optimiser;
}
