import type { Bundle } from '../../../network/bundles.js';
import { directName, directNodes, feedbackBundles } from '../../../network/feedback-weights.js';
import { type LaidOutNode, type Layout, parameterName } from '../../../network/layout.js';
import type { Population } from '../../../neurons/phases/population.js';
import { Ports } from '../../../neurons/phases/ports.js';
import { type Carrier, carrierAt, type Path, type Rule } from '../../../rules/rule.js';
import { feedbackOf, type Pattern, patternOf, portsOf } from '../../../synapses/pattern.js';
import { MadeWeights } from '../../../synapses/phases/made-weights.js';
import type { ListProjection, Places, Projection } from '../../../synapses/phases/projection.js';
import { Weights } from '../../../synapses/phases/weights.js';
import type { AllToAll } from '../../../synapses/synapse-block.js';
import type { Ends, PhasedMedium } from './medium.js';

type Both = Pick<Projection, 'from' | 'to'>;

/** What projections are made of. */
export interface Parts {
  readonly medium: PhasedMedium;
  readonly layout: Layout;
  readonly populations: ReadonlyMap<string, Population>;
  readonly weights: ReadonlyMap<string, Weights>;
}

/** All projections of a rule's paths: the network's, as blocks of synapses. */
export const projectionsOf = (parts: Parts, { paths }: Rule): readonly Projection[] =>
  Object.entries(paths).flatMap(([name, path]) => {
    const places = path.way === 'up' ? upward : path.way === 'down' ? downward : direct;
    return places(parts, path).map((one) => ({ ...one, path: name, late: parts.medium.late }));
  });

type Without<P> = P extends Projection ? Omit<P, 'path' | 'late'> : never;
type Unnamed = Without<Projection>;

function upward(parts: Parts): Unnamed[] {
  return blocksOf(parts).map((placed): Unnamed => {
    const { node, at, parent, forward, fixed } = placed;
    const to = parts.populations.get(node.name)!;
    const of = placed.bundle ?? node;
    const both = { from: parent, to, of, ...rough(parts, at, 'up'), carries: true, shared: fixed };
    if (!isList(forward)) {
      return { ...both, ...forward, lag: parts.medium.lag(at), mate: forward };
    }
    to.slopes?.ports.take(forward.pattern.degrees);
    const { weights, pattern } = forward;
    const mate = { weights, pattern };
    return { ...both, weights, pattern, lag: lagOfList(parts, at, pattern), mate };
  });
}

/** Against the network's projections; over weights of their own there are synapses to inputs, which may only learn. */
function downward(parts: Parts, path: Path): Unnamed[] {
  const { inputs } = path;
  const madeOf = makingWeights();
  const fed = new Set(feedbackBundles(parts.layout, inputs === true).map(({ feedbackName }) => feedbackName));
  return blocksOf(parts).flatMap((placed): Unnamed[] => {
    const { node, at, parent, forward, fixed } = placed;
    const { bundle } = placed;
    const { weights, ofMate, stays = false } = carrierAt(path, bundle ?? node);
    const carries = inputs === true || parts.layout.nodes.some(({ name }) => name === parent.name);
    const { feedbackName = '' } = bundle ?? {};
    const own = weights === undefined ? undefined : fed.has(feedbackName) && parts.weights.get(feedbackName);
    const borrows = fixed || weights === undefined;
    if (borrows ? !carries : !own) return [];
    const from = parts.populations.get(node.name)!;
    const used = (one: Weights): Weights =>
      own && !fixed ? own : ofMate && !fixed ? madeOf(one, ofMate) : one;
    const shared = borrows || stays;
    const both = { from, to: parent, ...rough(parts, at, 'down'), carries, shared };
    if (isList(forward)) {
      const lag = lagTurned(lagOfList(parts, at, forward.pattern), forward.pattern.turned);
      const pattern = own && !fixed ? forward.feedback().turned : forward.pattern.turned;
      const mate = { weights: forward.weights, pattern: forward.pattern.turned };
      return [{ ...both, pattern, weights: used(forward.weights), lag, mate }];
    }
    const { offset, toStride, fromStride } = forward;
    const lag = turned(parts.medium.lag(at), at);
    const mate: Places = { weights: forward.weights, offset, toStride: fromStride, fromStride: toStride };
    if (!own) return [{ ...both, ...mate, weights: used(forward.weights), lag, mate }];
    const { offset: first, stride } = placed.down!;
    return [{ ...both, weights: own, offset: first, toStride: stride, fromStride: 1, lag, mate }];
  });
}

/** Weights that are made of others, for each of those once. */
function makingWeights(): (mates: Weights, ofMate: NonNullable<Carrier['ofMate']>) => Weights {
  const made = new Map<Carrier['ofMate'], Map<Weights, MadeWeights>>();
  return (mates, ofMate) => {
    const all = made.get(ofMate) ?? new Map<Weights, MadeWeights>();
    made.set(ofMate, all);
    const known = all.get(mates) ?? new MadeWeights(mates, ofMate);
    all.set(mates, known);
    return known;
  };
}

/** From every output to every inner node, side by side in NODE.direct. */
function direct(parts: Parts): Unnamed[] {
  const { layout, populations, weights } = parts;
  const { outputs, nodes } = layout;
  const width = outputs.reduce((sum, { size }) => sum + size, 0);
  return directNodes({ nodes }).flatMap((node) => {
    const { name, size, parents } = node;
    let offset = 0;
    return outputs.map((output, k) => {
      const places: Places = {
        weights: weights.get(directName(name))!,
        offset,
        toStride: width,
        fromStride: 1,
      };
      offset += output.size;
      const both: Both = { from: populations.get(output.name)!, to: populations.get(name)! };
      const at: Ends = { node, parent: parents.length + k, posts: size, pres: output.size };
      const through = { lag: parts.medium.lag(at), ...rough(parts, at, 'down') };
      return { ...both, ...places, ...through, carries: true, shared: false, mate: places };
    });
  });
}

/** What messages cross. */
function rough({ medium }: Parts, at: Ends, direction: 'up' | 'down'): Pick<Projection, 'rough'> {
  const wires = medium.wiresOf(at);
  return { rough: wires && { wires, direction } };
}

/** Delays of the way down, at pre * posts + post. */
function turned(lag: number | Float64Array, { posts, pres }: Ends): number | Float64Array {
  if (typeof lag === 'number') return lag;
  return Float64Array.from(lag, (_, i) => lag[(i % posts) * pres + Math.floor(i / posts)]);
}

/** Delays of a list, in its order. */
const lagOfList = ({ medium }: Parts, at: Ends, pattern: Pattern): number | Float64Array =>
  medium.lagOfEach(at, pattern.count, (k) => [pattern.to[k] % at.posts, pattern.from[k]]);

/** The same of the synapses turned. */
const lagTurned = (lag: number | Float64Array, turned: Pattern): number | Float64Array =>
  typeof lag === 'number' ? lag : Float64Array.from(turned.numbers, (k) => lag[k]);

interface Listed extends Pick<ListProjection, 'pattern' | 'weights'> {
  /** The same synapses, with the places of feedback weights. */
  feedback(): Pattern;
}

interface Placed {
  readonly node: LaidOutNode;
  readonly at: Ends;
  readonly parent: Population;
  /** Which of its synapses they are; undefined where they have no weight that learns. */
  readonly bundle: Bundle | undefined;
  /** Where the forward weights stand. */
  readonly forward: Places | Listed;
  /** And those of feedback, from all to all. */
  readonly down?: AllToAll['feedback'];
  /** They are no parameter. */
  readonly fixed: boolean;
}

const isList = (forward: Places | Listed): forward is Listed => 'pattern' in forward;

/** The ports of a node's neurons; none, where these add up what comes. */
export function portsFor(node: LaidOutNode): Ports | undefined {
  const { integration = 'sum' } = node.type;
  return integration === 'sum' ? undefined : new Ports(integration, portsOf(node.synapses()), node.size);
}

const blocks = new WeakMap<Parts, readonly Placed[]>();

/** Found once for all paths: what goes up and what comes down have the same synapses. */
function blocksOf(parts: Parts): readonly Placed[] {
  const known = blocks.get(parts) ?? parts.layout.nodes.flatMap((node) => placedIn(parts, node));
  blocks.set(parts, known);
  return known;
}

function placedIn({ populations, weights }: Parts, node: LaidOutNode): Placed[] {
  const ports = populations.get(node.name)!.slopes?.ports.count;
  return node.synapses().map((block): Placed => {
    const parent = populations.get(node.parents[block.parent].name)!;
    const { connections, weights: kind, posts, pres } = block;
    const at = { node, parent: block.parent, posts, pres };
    const fixed = typeof kind === 'number';
    const key = block.key ?? 'weight';
    const bundle = fixed ? undefined : node.bundles.find((one) => one.key === key);
    const own = fixed
      ? new Weights(parameterName(node.name, 'fixed'), [1], [kind])
      : weights.get(node.called(key))!;
    if (connections.kind === 'all-to-all' && !fixed && ports === undefined) {
      const { offset, stride, feedback: down } = connections;
      const forward = { weights: own, offset, toStride: stride, fromStride: 1 };
      return { node, at, parent, fixed, bundle, forward, down };
    }
    const pattern = patternOf(block, ports);
    const feedback = feedbackOf(block, pattern, ports);
    return { node, at, parent, fixed, bundle, forward: { pattern, weights: own, feedback } };
  });
}
