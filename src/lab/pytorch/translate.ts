import { refuse } from '../../errors.js';
import type { Network } from '../../network/network.js';
import { same } from './modules/same.js';
import { builtModules, nodeModules } from './modules.js';
import { type Surroundings, surroundingsOf } from './surroundings.js';
import { type Translation, together } from './translation.js';

/** How all parameters of a network stand in PyTorch. @throws {InputError} on a note of a builder that is wrong */
export function translationOf(network: Network): Translation {
  const around = surroundingsOf(network);
  const nodes = Object.entries(network.nodes);
  const built = nodes
    .filter(([, node]) => Object.hasOwn(builtModules, node.built ?? ''))
    .map(([name, node]) => builtModules[node.built!](name, around));
  const taken = new Set(built.flatMap(({ ours }) => Object.keys(ours)));
  const own = nodes.filter(([name, { share }]) => share === undefined && !taken.has(`${name}.weight`));
  const all = [...built, ...own.flatMap(([name]) => ofNode(around, name))];
  refuseClashes(all);
  return together(all);
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
  const found = same(around.parameters, `${node}.weight`, `${node}.bias`);
  if (found.length === 0) return [];
  const { type } = around.network.nodes[node];
  if (Object.hasOwn(nodeModules, type)) return [nodeModules[type](node, around)];
  return [{ ...together(found), notes: [`${node}: of type ${type}, left as it is`] }];
}
