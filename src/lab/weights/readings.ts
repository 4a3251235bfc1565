import type { PlacedModule } from '../pytorch/translate.js';

/** One way to understand the names of a file. */
export interface Reading<V> {
  readonly tensors: Readonly<Record<string, V>>;
  /** Modules are named by their places, as `nn.Sequential` has it: nobody else does so. */
  readonly numbered: boolean;
}

/**
 * The ways in which names of a file may be meant, the plainest first: as they are, and without what they all begin with
 * (`model.`, `module.`); where the rest begins with numbers, `0.weight` and `2.weight`, these stand for the network's modules
 * with weights in their order.
 * @param modules those of the network, in order
 */
export function readingsOf<V>(
  tensors: Readonly<Record<string, V>>,
  modules: readonly PlacedModule[],
): Reading<V>[] {
  const plain = withoutPrefixes(tensors).map((one) => ({ tensors: one, numbered: false }));
  return plain.flatMap((reading) => {
    const counted = byPlace(reading.tensors, modules);
    return counted ? [reading, { tensors: counted, numbered: true }] : [reading];
  });
}

function withoutPrefixes<V>(tensors: Readonly<Record<string, V>>): Readonly<Record<string, V>>[] {
  const names = Object.keys(tensors);
  const [first] = names.map((name) => name.split('.'));
  const all = [tensors];
  for (let depth = 1; depth < (first?.length ?? 0); depth++) {
    const prefix = `${first.slice(0, depth).join('.')}.`;
    if (!names.every((name) => name.startsWith(prefix))) break;
    all.push(Object.fromEntries(names.map((name) => [name.slice(prefix.length), tensors[name]] as const)));
  }
  return all;
}

const place = /^((?:\d+\.)+)(.+)$/;

/** Undefined where names do not all begin with numbers, or these are not as many as there are modules. */
function byPlace<V>(
  tensors: Readonly<Record<string, V>>,
  modules: readonly PlacedModule[],
): Readonly<Record<string, V>> | undefined {
  const names = Object.keys(tensors).map((name) => ({ name, parts: place.exec(name) }));
  if (names.length === 0 || names.some(({ parts }) => !parts)) return undefined;
  const places = [...new Set(names.map(({ parts }) => parts![1]))].sort(inOrder);
  if (places.length !== modules.length) return undefined;
  return Object.fromEntries(
    names.map(({ name, parts }) => [
      `${modules[places.indexOf(parts![1])].node}.${parts![2]}`,
      tensors[name],
    ]),
  );
}

/** 2. before 10., and 1.5. before 2. */
function inOrder(a: string, b: string): number {
  const [left, right] = [a, b].map((one) => one.split('.').map(Number));
  for (let i = 0; i < Math.min(left.length, right.length); i++)
    if (left[i] !== right[i]) return left[i] - right[i];
  return left.length - right.length;
}
