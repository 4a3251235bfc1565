import type { Bundle } from '../../network/bundles.js';
import { type LaidOutNode, type Layout, parameterName } from '../../network/layout.js';
import type { Parameters } from '../../network/parameters.js';
import type { Projections } from '../../sim/batched/projections.js';
import type { Matrix } from './matrix.js';
import { finite, type Measurements } from './row.js';
import { angle, norm, type Vector } from './vectors.js';

/** The update that a rule makes beside the true gradient, and the sizes of update and weight, per node. */
export function measureUpdates(
  { nodes }: Layout,
  parameters: Parameters,
  update: Parameters,
  exact: Parameters,
): Measurements {
  const rows = nodes.flatMap(owned).map((bundle): Measurements => {
    const { weight: name } = bundle;
    if (!(name in parameters)) return {};
    const node = called(bundle);
    return {
      ...compared(`update/${node}`, update[name].data, exact[name].data),
      [`norm/update/${node}`]: finite(norm(update[name].data)),
      [`norm/weight/${node}`]: finite(norm(parameters[name].data)),
    };
  });
  return Object.assign({}, ...rows);
}

/** Feedback weights beside the transposed weights, of all synapses of a node that have them, or of a projection's. */
export function measureFeedback(
  { nodes }: Pick<Layout, 'nodes'>,
  feedbacks: { at(bundle: Bundle): { readonly ownWeights: boolean } },
  parameters: Readonly<Record<string, Matrix>>,
  projections: Projections<Matrix>,
): Measurements {
  const rows = nodes
    .flatMap(owned)
    .filter((bundle) => feedbacks.at(bundle).ownWeights && bundle.feedbackName in parameters)
    .map((bundle) => {
      const { name, weight, key, feedbackName } = bundle;
      const transposed = projections[name].turned(parameters[weight], key);
      return compared(`feedback/${called(bundle)}`, parameters[feedbackName].data, transposed.data);
    });
  return Object.assign({}, ...rows);
}

/** Of a node, the synapses whose weights are its own. */
const owned = ({ name, bundles }: LaidOutNode): readonly Bundle[] =>
  bundles.filter(({ weight, key }) => weight === parameterName(name, key));

const called = ({ name, part }: Bundle): string => part?.address ?? name;

function compared(what: string, vector: Vector, goal: Vector): Measurements {
  return {
    [`angle/${what}`]: finite(angle(vector, goal)),
    [`ratio/${what}`]: finite(norm(vector) / norm(goal)),
  };
}
