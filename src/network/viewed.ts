import type { Tensors } from '../math/arithmetic.js';
import type { AllToAll, SynapseBlock, SynapseList } from '../synapses/synapse-block.js';
import type { Projection } from './node-type.js';
import type { Piece, View } from './view.js';

/** A place of a node's parents: which view, and which of its pieces. */
interface Place {
  readonly view: number;
  readonly piece: Piece;
  /** Of each unit of the source, the unit of the view, -1 where that has it not; undefined where it is all of it in order. */
  readonly back: Int32Array | undefined;
}

/** What a node takes, as the inputs and nodes that it is wired to. */
export interface Viewed {
  readonly views: readonly View[];
  readonly places: readonly Place[];
  /** By view: of each unit its column among those of its pieces side by side; undefined where they are in that order. */
  readonly columns: readonly (Int32Array | undefined)[];
}

/** Resolves what a node takes. */
export function viewedOf(views: readonly View[]): Viewed {
  const places = views.flatMap((view, k) =>
    view.pieces.map((piece) => ({
      view: k,
      piece,
      back: view.whole ? undefined : turned(piece),
    })),
  );
  return { views, places, columns: views.map(columnsOf) };
}

function turned({ units, sourceSize }: Piece): Int32Array {
  const back = new Int32Array(sourceSize).fill(-1);
  for (const [k, unit] of units.entries()) if (unit >= 0) back[unit] = k;
  return back;
}

function columnsOf({ pieces, whole }: View): Int32Array | undefined {
  if (whole) return undefined;
  let before = 0;
  const columns = new Int32Array(pieces[0].units.length);
  for (const { units, sourceSize } of pieces) {
    for (const [k, unit] of units.entries()) if (unit >= 0) columns[k] = before + unit;
    before += sourceSize;
  }
  const inOrder = before === columns.length && columns.every((column, k) => column === k);
  return inOrder ? undefined : columns;
}

/** Every view is an input or node as it is. */
const plain = ({ views }: Viewed): boolean => views.every(({ whole }) => whole);

/** A projection from views as one from what they look at. */
export function projectionThrough<T>(m: Tensors<T>, viewed: Viewed, of: Projection<T>): Projection<T> {
  if (plain(viewed)) return of;
  const { views, places, columns } = viewed;
  const seen = (sources: readonly T[]): T[] =>
    views.map((_, k) => {
      const parts = sources.filter((__, i) => places[i].view === k);
      const side = m.concat(parts);
      return columns[k] ? m.pick(side, columns[k]) : side;
    });
  const { gate } = of;
  return {
    ...of,
    current: (sources) => of.current(seen(sources)),
    ...(gate && { gate: (sources: readonly T[]) => gate(seen(sources)) }),
    feedback: (parent, message, towards) => {
      const { view, back } = places[parent];
      const whole = of.feedback(view, message, towards);
      return back ? m.pick(whole, back) : whole;
    },
    products: (sources, post, towards) => of.products(seen(sources), post, towards),
  };
}

/** Synapses from views as those from what they look at. */
export function synapsesThrough(viewed: Viewed, blocks: readonly SynapseBlock[]): readonly SynapseBlock[] {
  if (plain(viewed)) return blocks;
  return blocks.flatMap((block) =>
    viewed.places.flatMap(({ view, piece }, parent) =>
      view === block.parent
        ? [{ ...block, parent, pres: piece.sourceSize, connections: connectionsOf(block, piece) }]
        : [],
    ),
  );
}

function connectionsOf({ connections, posts }: SynapseBlock, piece: Piece): AllToAll | SynapseList {
  if (connections.kind === 'list') return seenThrough(connections, piece.units);
  const first = piece.units.indexOf(0);
  const { sourceSize, units } = piece;
  const inOrder =
    first >= 0 && Array.from({ length: sourceSize }, (_, k) => units[first + k] === k).every(Boolean);
  if (!inOrder) return seenThrough(listed(connections, posts, units.length), units);
  const { offset, stride, feedback } = connections;
  const down = { ...feedback, offset: feedback.offset + first * feedback.stride };
  return { kind: 'all-to-all', offset: offset + first, stride, feedback: down };
}

function listed({ offset, stride, feedback }: AllToAll, posts: number, pres: number): SynapseList {
  const size = posts * pres;
  const of = (place: (post: number, pre: number) => number) =>
    Int32Array.from({ length: size }, (_, k) => place(Math.floor(k / pres), k % pres));
  return {
    kind: 'list',
    starts: Int32Array.from({ length: posts + 1 }, (_, post) => post * pres),
    pres: of((_, pre) => pre),
    places: of((post, pre) => offset + post * stride + pre),
    feedback: of((post, pre) => feedback.offset + pre * feedback.stride + post),
  };
}

/** Those synapses whose units are in a piece, by the units of its source. */
function seenThrough({ starts, pres, places, ports, feedback }: SynapseList, units: Int32Array): SynapseList {
  const kept = [...pres.keys()].filter((k) => units[pres[k]] >= 0);
  const of = (column: Int32Array) => Int32Array.from(kept, (k) => column[k]);
  let next = 0;
  const begins = Array.from(starts, (start) => {
    while (next < kept.length && kept[next] < start) next++;
    return next;
  });
  return {
    kind: 'list',
    starts: Int32Array.from(begins),
    pres: Int32Array.from(kept, (k) => units[pres[k]]),
    places: of(places),
    ...(ports && { ports: of(ports) }),
    ...(feedback && { feedback: of(feedback) }),
  };
}
