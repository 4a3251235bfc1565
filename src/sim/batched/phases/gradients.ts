import type { Bundle } from '../../../network/bundles.js';
import { directName, learnsIn } from '../../../network/feedback-weights.js';
import type { LaidOutNode } from '../../../network/layout.js';
import { keysOf } from '../../../rules/names.js';
import { learnsAt, type Meant, type Names, type Signals, type Term } from '../../../rules/rule.js';
import { isMeant } from '../../roles.js';
import type { ByName } from '../projections.js';
import { Gated } from './gated.js';
import type { Neurons } from './neurons.js';
import type { Stage } from './stage.js';
import { type Plain, plainOn, type Value } from './value.js';

type AnyTerm = Term<Names, string>;

/** What gradients are made of, and where they are added up. */
export interface Learning<T> {
  readonly stage: Stage<T>;
  /** Whose turn it is. */
  readonly nodes: readonly LaidOutNode[];
  readonly signals: Signals;
  /** Gradients are wanted times this. */
  readonly scale: number;
  readonly gradient: ByName<T>;
}

/** Adds terms to gradients, the mean over the batch: of all synapses on a path that end at those who are meant. */
export function addTerms<T>(
  learning: Learning<T>,
  who: Meant,
  path: string,
  terms: readonly AnyTerm[],
): void {
  const over = learning.stage.given.rule.paths[path];
  const { way } = over;
  for (const node of learning.nodes) {
    for (const term of terms) {
      if (way === 'up') addForward(learning, who, path, term, node);
      else if (way === 'down') {
        for (const bundle of node.bundles)
          if (learnsAt(over, bundle)) addFeedback(learning, who, path, term, node, bundle);
      } else if (way === 'direct') addDirect(learning, who, path, term, node);
    }
  }
}

function addForward<T>(
  learning: Learning<T>,
  who: Meant,
  path: string,
  term: AnyTerm,
  node: LaidOutNode,
): void {
  const { medium, weights, neurons } = learning.stage;
  const here = neurons.get(node.name)!;
  if (!isMeant(who, here.unit) || Object.keys(node.parameters).length === 0) return;
  const pre = node.parents.map(({ name, size }) => preOf(learning, path, term, name, size));
  const told = postOf(learning, term, here);
  const post = scaled(learning, term, here.full(told));
  const gate = told instanceof Gated ? told.gate : undefined;
  const { products } = medium.synapses.forward[node.name];
  for (const [key, product] of Object.entries(products(pre, post, gate))) {
    const bundle = node.bundles.find((one) => one.key === key);
    if (term.at && !term.at(bundle ?? node)) continue;
    const name = node.called(key);
    if (key !== 'bias') add(learning, name, times(learning, term, product, weights.parameters[name]));
    else if (!term.own) add(learning, name, product);
  }
}

/** Of feedback weights of some synapses of a node: its neurons are those that speak, and those below learn. */
function addFeedback<T>(
  learning: Learning<T>,
  who: Meant,
  path: string,
  term: AnyTerm,
  node: LaidOutNode,
  { key, weight, feedbackName: name }: Bundle,
): void {
  const { medium, neurons, weights } = learning.stage;
  const { parameters } = weights;
  if (!(name in parameters) || medium.hearers(path, neurons.get(node.name)!.unit).length === 0) return;
  const posts = node.parents.map((parent) => {
    const below = neurons.get(parent.name)!;
    return below.full(isMeant(who, below.unit) ? postOf(learning, term, below) : 0);
  });
  // Scaled on this side, as forward weights are: where both learn from the same two, it is one product.
  const said = saidOf(learning, path, term, node.name);
  const pre = scaled(learning, term, medium.full(said, node.size));
  const gate = said instanceof Gated ? said.gate : undefined;
  const { products, turned } = medium.synapses.forward[node.name];
  const product = turned(products(posts, pre, gate)[key], key);
  const mate = term.own && turned(parameters[weight], key);
  add(learning, name, times(learning, term, product, parameters[name], mate));
}

function addDirect<T>(
  learning: Learning<T>,
  who: Meant,
  path: string,
  term: AnyTerm,
  node: LaidOutNode,
): void {
  const { medium, given, neurons, weights } = learning.stage;
  const name = directName(node.name);
  const here = neurons.get(node.name)!;
  if (node.loss || !learnsIn(node) || !isMeant(who, here.unit)) return;
  const parts = given.layout.outputs.map((output) => preOf(learning, path, term, output.name, output.size));
  const post = scaled(learning, term, here.full(postOf(learning, term, here)));
  const product = medium.synapses.direct[node.name].products(parts, post);
  add(learning, name, times(learning, term, product, weights.parameters[name]));
}

/** The presynaptic factor, [batch, units of `from`]. */
const preOf = <T>(learning: Learning<T>, path: string, term: AnyTerm, from: string, size: number): T =>
  learning.stage.medium.full(saidOf(learning, path, term, from), size);

/** The same, as it was said: another thing towards each port, where it has slopes towards them in it. */
function saidOf<T>({ stage }: Learning<T>, path: string, term: AnyTerm, from: string): Value<T> {
  const { values, medium, given } = stage;
  if (!term.pre) return 1;
  const entries = keysOf(given.rule, path).map((key) => [key, medium.heard(path, from, key)]);
  return term.pre<Value<T>>(values, Object.fromEntries(entries));
}

/** The postsynaptic factor. */
function postOf<T>({ stage, signals }: Learning<T>, term: AnyTerm, neurons: Neurons<T>): Value<T> {
  return term.post ? term.post<Value<T>>(stage.values, neurons.view, signals) : 1;
}

/** A factor with the gain and the mean over the batch in it: on gradients they would cost more. */
function scaled<T>({ stage, signals, scale }: Learning<T>, { gain = 1 }: AnyTerm, factor: T): T {
  const { m, given } = stage;
  return m.affine(factor, ((typeof gain === 'number' ? gain : gain(signals)) * scale) / given.batch, 0);
}

/** Times what the synapse's own weight makes of it. @param mate the forward weight beside it */
function times<T>({ stage }: Learning<T>, term: AnyTerm, product: T, weight: T, mate: T = weight): T {
  if (!term.own) return product;
  const { m } = stage;
  const own = term.own<Plain<T>>(plainOn(m), weight, mate);
  return typeof own === 'number' ? m.affine(product, own, 0) : m.mul(product, own);
}

function add<T>({ stage, gradient }: Learning<T>, name: string, product: T): void {
  gradient[name] = name in gradient ? stage.m.add(gradient[name], product) : product;
}
