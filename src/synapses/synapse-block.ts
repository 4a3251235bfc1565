/** Synapses from units of one parent to units of a node. */
export interface SynapseBlock {
  /** Which of the node's parents. */
  readonly parent: number;
  /** Units of the node, and of the parent. */
  readonly posts: number;
  readonly pres: number;
  readonly connections: AllToAll | SynapseList;
  /**
   * Each synapse has a weight of its own in NODE.weight, or several share one; a number is the weight of all, which is fixed and
   * no parameter.
   */
  readonly weights: 'own' | 'shared' | number;
  /** The parameter in place of NODE.weight, as keys of the node's parameters have it. */
  readonly key?: string;
  /** At which port of the node they end; 0 where ports are added. Lists may have one for each synapse. */
  readonly port?: number;
}

/** From every unit to every unit. */
export interface AllToAll {
  readonly kind: 'all-to-all';
  /** The weight of the synapse from unit `pre` to unit `post` stands at offset + post * stride + pre of NODE.weight. */
  readonly offset: number;
  readonly stride: number;
  /** A feedback weight from unit `post` down to unit `pre` stands at offset + pre * stride + post of NODE.feedback. */
  readonly feedback: { readonly offset: number; readonly stride: number };
}

/** One by one: those that end at unit `post` are starts[post] up to starts[post + 1], in the order in which they are summed. */
export interface SynapseList {
  readonly kind: 'list';
  readonly starts: Int32Array;
  /** Of each synapse: the unit that it comes from, and where its weight stands in NODE.weight. */
  readonly pres: Int32Array;
  readonly places: Int32Array;
  /** Where its feedback weight stands in NODE.feedback; at the same place if not given. */
  readonly feedback?: Int32Array | undefined;
  /** At which port of its neuron it ends, where these differ. */
  readonly ports?: Int32Array | undefined;
}

/** A list of synapses from what is told of each, in the order of units that they end at. */
export function listOf(
  posts: number,
  tellAll: (tell: (pre: number, post: number, place: number) => void) => void,
): SynapseList {
  const starts = new Int32Array(posts + 1);
  tellAll((_, post) => starts[post + 1]++);
  for (let post = 0; post < posts; post++) starts[post + 1] += starts[post];
  const pres = new Int32Array(starts[posts]);
  const places = new Int32Array(starts[posts]);
  let k = 0;
  tellAll((pre, _, place) => {
    pres[k] = pre;
    places[k++] = place;
  });
  return { kind: 'list', starts, pres, places };
}
