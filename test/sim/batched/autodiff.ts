import * as tf from '@tensorflow/tfjs';
import {
  type Description,
  type Example,
  type Gradient,
  type GraphDescription,
  layeredToGraph,
} from '../../reference/index.js';

const functions: Record<string, (a: tf.Tensor) => tf.Tensor> = {
  linear: (a) => a,
  relu: (a) => tf.relu(a),
  tanh: (a) => tf.tanh(a),
  sigmoid: (a) => tf.sigmoid(a),
  softplus: (a) => tf.softplus(a),
};

const losses: Record<string, (x: tf.Tensor, t: tf.Tensor) => tf.Tensor> = {
  mse: (x, t) => tf.sum(tf.square(tf.sub(x, t))).div(2),
  'cross-entropy': (x, t) => tf.neg(tf.sum(tf.mul(t, tf.logSoftmax(x)))),
};

/** The gradient of the batch-mean loss as TensorFlow.js differentiates the forward pass, in float32. */
export function autodiff([description, parameters, batch]: Example): Gradient {
  const graph = asGraph(description);
  const variables = Object.entries(parameters).map(([name, { shape, data }]) =>
    tf.variable(tf.tensor(Array.from(data), [...shape]), true, name),
  );
  try {
    const weights = Object.fromEntries(variables.map((variable) => [variable.name, variable]));
    const read = tf.tidy(() => {
      const { grads } = tf.variableGrads(() => meanLoss(graph, weights, batch), variables);
      return Object.entries(grads).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]);
    });
    return Object.fromEntries(read);
  } finally {
    tf.dispose(variables);
  }
}

const asGraph = (description: Description): GraphDescription =>
  'layers' in description ? layeredToGraph(description) : description;

function meanLoss(graph: GraphDescription, weights: tf.NamedTensorMap, batch: Example[2]): tf.Scalar {
  const known: Record<string, tf.Tensor> = {};
  for (const [name, rows] of Object.entries(batch.inputs)) known[name] = rowsOf(rows);
  const activity = (name: string): tf.Tensor => {
    known[name] ??= nodeActivity(graph, name, weights, graph.nodes[name].from.map(activity));
    return known[name];
  };
  const shares = Object.entries(graph.outputs).map(([name, { loss }]) => {
    const targets = batch.targets[name];
    return losses[loss](activity(name), rowsOf(targets)).div(targets.length);
  });
  return tf.addN(shares) as tf.Scalar;
}

function nodeActivity(
  graph: GraphDescription,
  name: string,
  weights: tf.NamedTensorMap,
  parents: tf.Tensor[],
): tf.Tensor {
  const below = tf.concat(parents, 1) as tf.Tensor2D;
  const weight = weights[`${name}.weight`] as tf.Tensor2D;
  const a = tf.add(tf.matMul(below, weight, false, true), weights[`${name}.bias`]);
  return functions[graph.nodes[name].activation](a);
}

const rowsOf = (rows: readonly (readonly number[])[]) => tf.tensor2d(rows.map((row) => [...row]));
