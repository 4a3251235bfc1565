import { refuse } from '../../errors.js';
import type { Network } from '../../network/network.js';
import { same } from './modules/same.js';
import { builtModules, nodeModules } from './modules.js';
import { type Surroundings, surroundingsOf } from './surroundings.js';
import { type Translation, together } from './translation.js';

/** A module of PyTorch in the place of a node. */
export interface PlacedModule {
  readonly node: string;
  readonly translation: Translation;
}

/** How all parameters of a network stand in PyTorch. @throws {InputError} on a note of a builder that is wrong */
export const translationOf = (network: Network): Translation =>
  together(modulesOf(network).map(({ translation }) => translation));

/** The modules with weights that stand for a network's nodes, in the order of these. @throws {InputError} as `translationOf` */
export function modulesOf(network: Network): PlacedModule[] {
  const around = surroundingsOf(network);
  const nodes = Object.entries(network.nodes);
  const built = nodes
    .filter(([, node]) => Object.hasOwn(builtModules, node.built ?? ''))
    .map(([node, { built }]) => ({ node, translation: builtModules[built!](node, around) }));
  const taken = new Set(built.flatMap(({ translation }) => Object.keys(translation.ours)));
  const own = nodes
    .filter(([name, { share }]) => share === undefined && !taken.has(`${name}.weight`))
    .flatMap(([node]) => ofNode(around, node).map((translation) => ({ node, translation })));
  const all = [...built, ...own];
  refuseClashes(all.map(({ translation }) => translation));
  const order = new Map(nodes.map(([name], i) => [name, i]));
  return all.sort((a, b) => order.get(a.node)! - order.get(b.node)!);
}

/** Only one tensor may have a name: what a module calls its parts may be the name of another node. */
function refuseClashes(all: readonly Translation[]): void {
  const seen = new Set<string>();
  for (const name of all.flatMap(({ theirs }) => Object.keys(theirs))) {
    if (seen.has(name))
      refuse({
        where: 'network.nodes',
        got: `two parameters that PyTorch would call ${name}`,
        expected: 'a name for each',
        hint: `another name than ${name.slice(0, name.lastIndexOf('.'))} for that node`,
      });
    seen.add(name);
  }
}

function ofNode(around: Surroundings, node: string): Translation[] {
  const named = Object.keys(around.parameters).filter((name) => name.startsWith(`${node}:`));
  const found = same(around.parameters, `${node}.weight`, ...named, `${node}.bias`);
  if (found.length === 0) return [];
  const { type } = around.network.nodes[node];
  if (Object.hasOwn(nodeModules, type)) return [nodeModules[type](node, around)];
  return [{ ...together(found), notes: [`${node}: of type ${type}, left as it is`] }];
}
