import { feedbackName } from '../../network/feedback-weights.js';
import { type Layout, parameterName } from '../../network/layout.js';
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
  const rows = nodes.map(({ name: node }): Measurements => {
    const name = parameterName(node, 'weight');
    if (!(name in parameters)) return {};
    return {
      ...compared(`update/${node}`, update[name].data, exact[name].data),
      [`norm/update/${node}`]: finite(norm(update[name].data)),
      [`norm/weight/${node}`]: finite(norm(parameters[name].data)),
    };
  });
  return Object.assign({}, ...rows);
}

/** Feedback weights beside the transposed weights, per node that has them. */
export function measureFeedback(
  { nodes }: Pick<Layout, 'nodes'>,
  parameters: Readonly<Record<string, Matrix>>,
  projections: Projections<Matrix>,
): Measurements {
  const rows = nodes
    .filter(({ name }) => feedbackName(name) in parameters)
    .map(({ name: node }) => {
      const transposed = projections[node].turned(parameters[parameterName(node, 'weight')]);
      return compared(`feedback/${node}`, parameters[feedbackName(node)].data, transposed.data);
    });
  return Object.assign({}, ...rows);
}

function compared(what: string, vector: Vector, goal: Vector): Measurements {
  return {
    [`angle/${what}`]: finite(angle(vector, goal)),
    [`ratio/${what}`]: finite(norm(vector) / norm(goal)),
  };
}
