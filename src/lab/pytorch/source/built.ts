import type { Network } from '../../../network/network.js';
import type { NodeSpec } from '../../../network/node-type.js';
import { parseNetwork } from '../../../network/parse.js';
import type { ViewSpec } from '../../../network/view.js';
import type { Surroundings } from '../surroundings.js';
import { attention } from './built/attention.js';
import { layerNorm } from './built/layer-norm.js';
import { gru, lstm } from './built/recurrent.js';
import { type BuiltWriter, inner, type WrittenWhole } from './writer.js';

/** By the names of builders. A new one: one line here. */
const builtWriters: Readonly<Record<string, BuiltWriter>> = { attention, layerNorm, lstm, gru };

/**
 * What stands for a node and all within it, where these are as their builder makes them and nobody else looks at them. Undefined
 * of others.
 */
export function wholeOf(around: Surroundings, node: string): WrittenWhole | undefined {
  const { network } = around;
  const { built = '', share } = network.nodes[node];
  if (!Object.hasOwn(builtWriters, built) || share !== undefined) return undefined;
  if (isSeenWithin(network, node)) return undefined;
  try {
    const whole = builtWriters[built](around, node);
    return isAsBuilt(around, node, whole) ? whole : undefined;
  } catch (error) {
    // A part that is not there is not what the builder makes.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function isSeenWithin(network: Network, node: string): boolean {
  const within = new Set(inner(network, node));
  const all = Object.entries({ ...network.nodes, ...network.views });
  const outside = all.filter(([name]) => name !== node && !within.has(name));
  return (
    Object.keys(network.outputs).some((name) => within.has(name)) ||
    outside.some(([, spec]) =>
      [...spec.from, ('share' in spec && spec.share) || ''].some((one) => within.has(one)),
    )
  );
}

/** Whether the builder would make the same of it again, but for how weights begin. */
function isAsBuilt({ network, shapes }: Surroundings, node: string, { x, spec }: WrittenWhole): boolean {
  const source = `${node}-x`;
  const again = parseNetwork({
    inputs: { [source]: shapes[x] },
    nodes: {
      [node]: { builder: network.nodes[node].built, ...spec, from: [source] },
      [`${node}-out`]: { type: 'add', from: [node] },
    },
    outputs: { [`${node}-out`]: { loss: 'mse' } },
  });
  const parts = (from: Network, input: string) =>
    [node, ...inner(from, node)].sort().map((name) => {
      const { init: _, ...own }: Partial<NodeSpec> & ViewSpec = from.nodes[name] ?? from.views![name];
      return [name, { ...own, from: own.from.map((one) => (one === input ? source : one)) }];
    });
  return JSON.stringify(parts(network, x)) === JSON.stringify(parts(again, source));
}
