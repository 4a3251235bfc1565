import { type Shape, sizeOf } from '../../network/shapes.js';
import type { Surroundings } from './surroundings.js';

/** In which order PyTorch has the columns of a dense weight. */
export interface Columns {
  /** Of each of PyTorch's columns the column that it is here; undefined where they are the same. */
  readonly order: Int32Array | undefined;
  readonly notes: readonly string[];
}

/** Where units of an image [places, channels] are here, in PyTorch's order: channels, places. Places are row by row on both sides. */
export function imageOrder(places: number, channels: number): Int32Array {
  return Int32Array.from(
    { length: places * channels },
    (_, k) => (k % places) * channels + Math.floor(k / places),
  );
}

/** Of a dense node: parents that are images [h, w, c] are flattened c, h, w there, each by itself. */
export function columnsOf(around: Surroundings, node: string): Columns {
  const parents = parentsOf(around, node);
  const notes = parents.flatMap(({ note }) => note ?? []).map((note) => `${node}.weight: ${note}`);
  if (parents.every(({ image }) => !image)) return { order: undefined, notes };
  const order = new Int32Array(parents.reduce((sum, { size }) => sum + size, 0));
  let before = 0;
  for (const { image, size } of parents) {
    const own = image && imageOrder(image[0] * image[1], image[2]);
    for (let k = 0; k < size; k++) order[before + k] = before + (own ? own[k] : k);
    before += size;
  }
  return { order, notes };
}

/** What a dense node takes, in its order. */
export const parentsOf = (around: Surroundings, node: string): Parent[] =>
  around.network.nodes[node].from.map((name) => parentOf(around, name));

/** A parent of a dense node. */
export interface Parent {
  readonly name: string;
  /** What it is when views that flatten are taken away. */
  readonly source: string;
  readonly size: number;
  /** Its shape, where it is an image whose order is another in PyTorch. */
  readonly image?: Shape;
  readonly note?: string;
}

function parentOf(around: Surroundings, name: string): Parent {
  const { shapes } = around;
  const size = sizeOf(shapes[name]);
  const { source, plain } = seenThrough(around, name);
  // Of one channel both orders are the same.
  if (plain && isImage(shapes[source]) && shapes[source][2] > 1) {
    const note = `columns of ${source} [${shapes[source].join(', ')}] are in the order [2, 0, 1] of its axes in PyTorch`;
    return { name, source, size, image: shapes[source], note };
  }
  if (plain || !looksAtImage(around, name)) return { name, source, size };
  return {
    name,
    source,
    size,
    note: `columns of ${name}, a view with an image in it, are left in their order`,
  };
}

const isImage = (shape: Shape): boolean => shape.length === 3;

/** What a name stands for when views that flatten are taken away; plain, if that is an input or node. */
function seenThrough({ network: { views = {} }, shapes }: Surroundings, name: string) {
  let source = name;
  while (Object.hasOwn(views, source)) {
    const { type, from } = views[source];
    if (!['flatten', 'reshape'].includes(type) || shapes[source].length !== 1)
      return { source, plain: false };
    [source] = from;
  }
  return { source, plain: true };
}

function looksAtImage(around: Surroundings, name: string): boolean {
  const { network, shapes } = around;
  const { from = [] } = network.views?.[name] ?? {};
  return isImage(shapes[name]) || from.some((one) => looksAtImage(around, one));
}
