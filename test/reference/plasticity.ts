import type { Node } from './graph.js';
import { type Scene, slopes } from './scene.js';
import type { Gradient, ParameterSet, PerNode } from './types.js';
import type { Rates } from './variant.js';

/**
 * dW_ij = mean over samples of post_i pre_j and db_i = mean of post_i, where post_i = x_i g_i with the slope of the
 * weight change, and pre_j = xbar_j or x_j. Learned feedback weights have the transpose of dW.
 */
export function changes(scene: Scene, params: ParameterSet, state: PerNode): Gradient {
  const gradient: Gradient = {};
  for (const node of scene.order) {
    const weight = new Array<number>(node.units * node.ins).fill(0);
    const bias = new Array<number>(node.units).fill(0);
    const samples = state[node.name].length;
    for (let s = 0; s < samples; s++) {
      const g = slopes(scene, params, state, node, s, scene.options.updateDerivative);
      const pre = node.from.flatMap((parent) => below(scene, state, parent)[s]);
      for (let i = 0; i < node.units; i++) {
        const post = (state[node.name][s][i] * g[i]) / samples;
        bias[i] += post;
        for (let j = 0; j < node.ins; j++) weight[i * node.ins + j] += post * pre[j];
      }
    }
    gradient[`${node.name}.weight`] = weight;
    gradient[`${node.name}.bias`] = bias;
    if (learnsFeedback(scene, node)) gradient[`${node.name}.feedback`] = turned(weight, node);
  }
  return gradient;
}

/** What the synapses read of a parent: its stored activity, or the one it has. */
function below({ stored, options }: Scene, state: PerNode, parent: string): number[][] {
  return options.presynaptic === 'stored' ? stored[parent] : state[parent];
}

/** Only what goes down to a moving parent has feedback weights. */
function learnsFeedback({ movers, options }: Scene, node: Node): boolean {
  return options.feedback === 'learned' && node.from.some((parent) => movers.includes(parent));
}

/** [units, ins] to [ins, units] */
function turned(weight: number[], { units, ins }: Node): number[] {
  return weight.map((_, k) => weight[(k % units) * ins + Math.floor(k / units)]);
}

/** p <- (1 - share rate decay) p - share rate G; biases do not decay, what has no gradient stays. */
export function descendBy(params: ParameterSet, gradient: Gradient, rates: Rates, share = 1): ParameterSet {
  const { learningRate, feedbackLearningRate = learningRate, weightDecay = 0 } = rates;
  const next: Record<string, ParameterSet[string]> = {};
  for (const [name, { shape, data }] of Object.entries(params)) {
    const rate = share * (name.endsWith('.feedback') ? feedbackLearningRate : learningRate);
    const keep = name.endsWith('.bias') ? 1 : 1 - rate * weightDecay;
    const change = gradient[name];
    next[name] = { shape, data: Array.from(data, (p, i) => (change ? keep * p - rate * change[i] : p)) };
  }
  return next;
}
