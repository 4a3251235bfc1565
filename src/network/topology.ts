import { refuse } from '../errors.js';

type Parents = Readonly<Record<string, { readonly from: readonly string[] }>>;

/**
 * Node names, parents first, otherwise as described. Names in `from` that are not nodes (inputs) are ignored.
 * @throws {InputError} naming the nodes of a cycle
 */
export function topologicalOrder(where: string, nodes: Parents): string[] {
  const order: string[] = [];
  const done = new Set<string>();
  // An explicit stack: a chain may be deeper than the call stack.
  for (const root of Object.keys(nodes)) {
    const path: { name: string; next: number }[] = done.has(root) ? [] : [{ name: root, next: 0 }];
    const open = new Set(path.map(({ name }) => name));
    while (path.length > 0) {
      const top = path[path.length - 1];
      const parent = nodes[top.name].from[top.next++];
      if (parent === undefined) {
        path.pop();
        open.delete(top.name);
        done.add(top.name);
        order.push(top.name);
      } else if (open.has(parent)) {
        refuseCycle(where, [...path.map(({ name }) => name), parent]);
      } else if (Object.hasOwn(nodes, parent) && !done.has(parent)) {
        path.push({ name: parent, next: 0 });
        open.add(parent);
      }
    }
  }
  return order;
}

function refuseCycle(where: string, path: string[]): never {
  const cycle = path.slice(path.indexOf(path[path.length - 1])).reverse();
  const rest = cycle.length - 12;
  if (rest > 1) cycle.splice(6, rest, `(${rest} more)`);
  refuse({
    where: `${where}.nodes`,
    got: `a cycle: ${cycle.join(' -> ')}`,
    expected: 'a feed-forward graph',
    hint: `removing one of these from "from"`,
  });
}
