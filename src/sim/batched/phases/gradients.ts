import { directName, feedbackName } from '../../../network/feedback-weights.js';
import { type LaidOutNode, type Layout, parameterName } from '../../../network/layout.js';
import type { RuleArithmetic } from '../../../rules/arithmetic.js';
import { keysOf } from '../../../rules/names.js';
import type { Names, Rule, Signals, Term, Who } from '../../../rules/rule.js';
import { isMeant } from '../../roles.js';
import type { Device } from '../device.js';
import type { ByName } from '../forward.js';
import type { Medium } from './medium.js';
import type { Neurons } from './neurons.js';
import type { Value } from './value.js';

type AnyTerm = Term<Names, string>;

/** What gradients are made of. */
export interface Learning<T> {
  readonly m: Device<T>;
  readonly values: RuleArithmetic<Value<T>>;
  readonly rule: Rule;
  readonly medium: Medium<T>;
  readonly neurons: ReadonlyMap<string, Neurons<T>>;
  readonly layout: Layout;
  /** Whose turn it is. */
  readonly nodes: readonly LaidOutNode[];
  readonly parameters: Readonly<ByName<T>>;
  readonly signals: Signals;
  /** Gradients are wanted times this. */
  readonly scale: number;
  readonly batch: number;
}

/** Adds terms to gradients, the mean over the batch: of all synapses on a path that end at those who are meant. */
export function addTerms<T>(
  learning: Learning<T>,
  who: Who,
  path: string,
  terms: readonly AnyTerm[],
  gradient: ByName<T>,
): void {
  const { way, weights } = learning.rule.paths[path];
  for (const node of learning.nodes) {
    for (const term of terms) {
      if (way === 'up') addForward(learning, who, path, term, node, gradient);
      else if (way === 'down' && weights !== undefined)
        addFeedback(learning, who, path, term, node, gradient);
      else if (way === 'direct') addDirect(learning, who, path, term, node, gradient);
    }
  }
}

function addForward<T>(
  learning: Learning<T>,
  who: Who,
  path: string,
  term: AnyTerm,
  node: LaidOutNode,
  gradient: ByName<T>,
): void {
  const { parameters } = learning;
  const neurons = learning.neurons.get(node.name)!;
  if (!isMeant(who, neurons.unit)) return;
  const pre = node.parents.map(({ name, size }) => preOf(learning, path, term, name, size));
  const post = scaledPost(learning, term, neurons);
  const { products } = learning.medium.synapses.forward[node.name];
  for (const [key, product] of Object.entries(products(pre, post))) {
    const name = parameterName(node.name, key);
    if (key !== 'bias') add(learning.m, gradient, name, times(learning, term, product, parameters[name]));
    else if (!term.own) add(learning.m, gradient, name, product);
  }
}

/** Of feedback weights of a node: its neurons are those that speak, and those below learn. */
function addFeedback<T>(
  learning: Learning<T>,
  who: Who,
  path: string,
  term: AnyTerm,
  node: LaidOutNode,
  gradient: ByName<T>,
): void {
  const { m, medium, neurons, parameters } = learning;
  const name = feedbackName(node.name);
  if (!(name in parameters)) return;
  const posts = node.parents.map((parent) => {
    const below = neurons.get(parent.name)!;
    return isMeant(who, below.unit) ? scaledPost(learning, term, below) : medium.full(0, parent.size);
  });
  const pre = preOf(learning, path, term, node.name, node.size);
  const { products, turned } = medium.synapses.forward[node.name];
  const product = turned(products(posts, pre).weight);
  const mate = term.own && turned(parameters[parameterName(node.name, 'weight')]);
  add(m, gradient, name, times(learning, term, product, parameters[name], mate));
}

function addDirect<T>(
  learning: Learning<T>,
  who: Who,
  path: string,
  term: AnyTerm,
  node: LaidOutNode,
  gradient: ByName<T>,
): void {
  const { m, layout, neurons, parameters } = learning;
  const name = directName(node.name);
  const here = neurons.get(node.name)!;
  if (node.loss || !isMeant(who, here.unit)) return;
  const pre = m.concat(layout.outputs.map((output) => preOf(learning, path, term, output.name, output.size)));
  const product = m.matMul(m.transpose(scaledPost(learning, term, here)), pre);
  add(m, gradient, name, times(learning, term, product, parameters[name]));
}

/** The presynaptic factor, [batch, units of `from`]. */
function preOf<T>(
  { values, rule, medium }: Learning<T>,
  path: string,
  term: AnyTerm,
  from: string,
  size: number,
): T {
  if (!term.pre) return medium.full(1, size);
  const heard = Object.fromEntries(keysOf(rule, path).map((key) => [key, medium.heard(path, from, key)]));
  return medium.full(term.pre(values, heard), size);
}

/** The postsynaptic factor, with the gain and the mean over the batch in it: on gradients they would cost more. */
function scaledPost<T>(
  { m, values, signals, scale, batch }: Learning<T>,
  term: AnyTerm,
  neurons: Neurons<T>,
): T {
  const { gain = 1 } = term;
  const factor = ((typeof gain === 'number' ? gain : gain(signals)) * scale) / batch;
  const post = term.post ? term.post<Value<T>>(values, neurons.view, signals) : 1;
  return m.affine(neurons.full(post), factor, 0);
}

/** Times what the synapse's own weight makes of it. @param mate the forward weight beside it */
function times<T>({ m, values }: Learning<T>, term: AnyTerm, product: T, weight: T, mate: T = weight): T {
  if (!term.own) return product;
  const own = term.own<Value<T>>(values, weight, mate);
  return typeof own === 'number' ? m.affine(product, own, 0) : m.mul(product, own);
}

function add<T>(m: Device<T>, gradient: ByName<T>, name: string, product: T): void {
  gradient[name] = name in gradient ? m.add(gradient[name], product) : product;
}
