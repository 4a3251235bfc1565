import type { SynapseBlock } from './synapse-block.js';

/**
 * Synapses one by one: in the order of the neurons that they end at, and of one neuron in the order in which they are summed.
 * Where neurons have ports each port is an end of its own, at port * neurons + neuron.
 */
export class Pattern {
  private opposite: Pattern | undefined;
  private numbered: Int32Array | undefined;
  private ends: Int32Array | undefined;
  private fanOut: Int32Array | undefined;

  /**
   * @param pres where they may begin
   * @param starts those that end at `post` are starts[post] up to starts[post + 1]
   * @param from of each, where it begins
   * @param places of each, where its weight stands
   */
  constructor(
    readonly pres: number,
    readonly starts: Int32Array,
    readonly from: Int32Array,
    readonly places: Int32Array,
  ) {}

  /** Where they may end. */
  get posts(): number {
    return this.starts.length - 1;
  }

  /** How many there are. */
  get count(): number {
    return this.from.length;
  }

  /** Of each, where it ends. */
  get to(): Int32Array {
    this.ends ??= endsOf(this);
    return this.ends;
  }

  /** How many end at each. */
  get degrees(): Int32Array {
    return this.starts.subarray(1).map((start, post) => start - this.starts[post]);
  }

  /** How many begin at each. */
  get fans(): Int32Array {
    this.fanOut ??= countsOf(this.from, this.pres);
    return this.fanOut;
  }

  /** The same synapses the other way: in the order of the neurons that they begin at. */
  get turned(): Pattern {
    this.opposite ??= this.turn();
    return this.opposite;
  }

  /** Of each, its number among those that are turned. */
  get numbers(): Int32Array {
    this.numbered ??= inverse(this.turned.numbers);
    return this.numbered;
  }

  private turn(): Pattern {
    const { from, to, places, pres, posts } = this;
    const { starts, order } = sorted(from, pres);
    const pick = (all: Int32Array) => order.map((k) => all[k]);
    const turned = new Pattern(posts, starts, pick(to), pick(places));
    turned.opposite = this;
    turned.numbered = order;
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
export const feedbackOf = (block: SynapseBlock, pattern: Pattern, ports: number | undefined): Pattern =>
  listed(block).feedback === undefined ? pattern : withPlaces(block, ports, 'feedback');

function withPlaces(
  block: SynapseBlock,
  ports: number | undefined,
  which: 'places' | 'feedback' | 'none',
): Pattern {
  const { starts, from, at, ...known } = listed(block);
  const places = which === 'none' ? new Int32Array(from.length) : known[which]!;
  if (ports === undefined) return new Pattern(block.pres, starts, from, places);
  const ends = endsOf({ starts }).map((post, k) => (at ? at[k] : (block.port ?? 0)) * block.posts + post);
  return sortedByEnd(ports * block.posts, block.pres, ends, from, places);
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

function sortedByEnd(
  posts: number,
  pres: number,
  ends: Int32Array,
  from: Int32Array,
  places: Int32Array,
): Pattern {
  const { starts, order } = sorted(ends, posts);
  const pick = (all: Int32Array) => order.map((k) => all[k]);
  return new Pattern(pres, starts, pick(from), pick(places));
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

function countsOf(units: Int32Array, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (let k = 0; k < units.length; k++) counts[units[k]]++;
  return counts;
}

function inverse(order: Int32Array): Int32Array {
  const back = new Int32Array(order.length);
  for (let j = 0; j < order.length; j++) back[order[j]] = j;
  return back;
}
