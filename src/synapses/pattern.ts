import { type AlikeRows, alikeRows, countsOf, lengthsOf, listsOf } from '../math/alike-rows.js';
import type { Lists } from '../math/lists.js';
import type { SynapseBlock } from './synapse-block.js';

/**
 * Synapses in the order of the neurons that they end at, and of one neuron in the order in which they are summed. Of neurons whose
 * synapses are alike they are kept once.
 * Where neurons have ports each port is an end of its own, at port * neurons + neuron.
 */
export class Pattern {
  /** By where they end, as what arrives is summed. */
  readonly rows: AlikeRows;
  /** How many there are. */
  readonly count: number;
  /** Where they may end. */
  readonly posts: number;
  private listed: Lists | undefined;
  private opposite: Pattern | undefined;
  /** It is that one, turned. */
  private turnedFrom: Pattern | undefined;
  private numbered: Int32Array | undefined;
  private ends: Int32Array | undefined;
  private fanOut: Int32Array | undefined;

  /** @param pres where they may begin @param lists those that end at `post` are in row `post` */
  constructor(
    readonly pres: number,
    lists: Lists,
  ) {
    this.rows = alikeRows(lists);
    this.count = lists.from.length;
    this.posts = lists.starts.length - 1;
  }

  /** Those that end at `post` are starts[post] up to starts[post + 1]. */
  get starts(): Int32Array {
    return this.lists.starts;
  }

  /** Of each, where it begins. */
  get from(): Int32Array {
    return this.lists.from;
  }

  /** Of each, where its weight stands. */
  get places(): Int32Array {
    return this.lists.places;
  }

  /** Of each, where it ends. */
  get to(): Int32Array {
    this.ends ??= endsOf(this.lists);
    return this.ends;
  }

  /** How many end at each. */
  get degrees(): Int32Array {
    return lengthsOf(this.rows);
  }

  /** How many begin at each. */
  get fans(): Int32Array {
    this.fanOut ??= countsOf(this.rows, this.pres);
    return this.fanOut;
  }

  /** The same synapses the other way: in the order of the neurons that they begin at. */
  get turned(): Pattern {
    this.opposite ??= this.turn();
    return this.opposite;
  }

  /** Of each, its number among those that are turned. */
  get numbers(): Int32Array {
    const { turnedFrom } = this;
    this.numbered ??= turnedFrom
      ? sorted(turnedFrom.from, turnedFrom.pres).order
      : inverse(this.turned.numbers);
    return this.numbered;
  }

  // Made for those who look at synapses one by one: arbors never do.
  private get lists(): Lists {
    this.listed ??= listsOf(this.rows);
    return this.listed;
  }

  private turn(): Pattern {
    const lists = this.listed ?? listsOf(this.rows);
    const turned = new Pattern(this.posts, sortedBy(lists.from, this.pres, endsOf(lists), lists.places));
    turned.opposite = this;
    turned.turnedFrom = this;
    return turned;
  }
}

/**
 * The pattern of a block of synapses.
 * @param ports how many each neuron has; of neurons that add up what comes, undefined
 */
export const patternOf = (block: SynapseBlock, ports: number | undefined): Pattern =>
  withPlaces(block, ports, typeof block.weights === 'number' ? 'none' : 'places');

/** The same with the places of feedback weights. */
export function feedbackOf(block: SynapseBlock, pattern: Pattern, ports: number | undefined): () => Pattern {
  const { connections } = block;
  // What has no places of its own is not kept for them.
  const own = connections.kind === 'all-to-all' || connections.feedback !== undefined;
  return own ? () => withPlaces(block, ports, 'feedback') : () => pattern;
}

function withPlaces(
  block: SynapseBlock,
  ports: number | undefined,
  which: 'places' | 'feedback' | 'none',
): Pattern {
  const { starts, from, at, ...known } = listed(block);
  const places = which === 'none' ? new Int32Array(from.length) : known[which]!;
  if (ports === undefined) return new Pattern(block.pres, { starts, from, places });
  const ends = endsOf({ starts }).map((post, k) => (at ? at[k] : (block.port ?? 0)) * block.posts + post);
  return new Pattern(block.pres, sortedBy(ends, ports * block.posts, from, places));
}

/** How many ports the synapses of blocks end at. */
export const portsOf = (blocks: readonly SynapseBlock[]): number =>
  1 +
  blocks.reduce((most, { port = 0, connections }) => {
    const own = connections.kind === 'list' ? connections.ports : undefined;
    return own ? own.reduce((a, b) => Math.max(a, b), most) : Math.max(most, port);
  }, 0);

function listed({ connections, posts, pres }: SynapseBlock) {
  if (connections.kind === 'list') {
    const { starts, pres: from, places, feedback, ports: at } = connections;
    return { starts, from, places, feedback, at };
  }
  const { offset, stride, feedback } = connections;
  const count = posts * pres;
  return {
    starts: Int32Array.from({ length: posts + 1 }, (_, post) => post * pres),
    from: Int32Array.from({ length: count }, (_, k) => k % pres),
    places: Int32Array.from({ length: count }, (_, k) => offset + Math.floor(k / pres) * stride + (k % pres)),
    feedback: Int32Array.from(
      { length: count },
      (_, k) => feedback.offset + (k % pres) * feedback.stride + Math.floor(k / pres),
    ),
    at: undefined,
  };
}

/** Those at each place in their own order. @param at of each, where it is */
function sortedBy(at: Int32Array, size: number, from: Int32Array, places: Int32Array): Lists {
  const { starts, order } = sorted(at, size);
  const pick = (all: Int32Array) => order.map((k) => all[k]);
  return { starts, from: pick(from), places: pick(places) };
}

/** Numbers in the order of where they are, those of one place in their own: and where each place begins. */
function sorted(at: Int32Array, size: number): { readonly starts: Int32Array; readonly order: Int32Array } {
  const starts = new Int32Array(size + 1);
  for (let k = 0; k < at.length; k++) starts[at[k] + 1]++;
  for (let place = 0; place < size; place++) starts[place + 1] += starts[place];
  const next = starts.slice();
  const order = new Int32Array(at.length);
  for (let k = 0; k < at.length; k++) order[next[at[k]]++] = k;
  return { starts, order };
}

function endsOf({ starts }: { readonly starts: Int32Array }): Int32Array {
  const ends = new Int32Array(starts[starts.length - 1]);
  for (let post = 0; post + 1 < starts.length; post++) ends.fill(post, starts[post], starts[post + 1]);
  return ends;
}

function inverse(order: Int32Array): Int32Array {
  const back = new Int32Array(order.length);
  for (let j = 0; j < order.length; j++) back[order[j]] = j;
  return back;
}
