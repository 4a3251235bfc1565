import { refuse } from '../../../../errors.js';
import type { NodeSpec } from '../../../../network/node-type.js';
import { learns, type Part, partsOf } from '../../../../network/projections/parts.js';
import type { NeuronsSpec } from '../../../../network/projections/projection-spec.js';
import { sizeOf } from '../../../../network/shapes.js';
import type { Surroundings } from '../../surroundings.js';
import { patternWriters } from '../patterns.js';
import { at, commas, hasBias, moduleOf, tuple, type Writer } from '../writer.js';

/** Projections of any pattern, added, multiplied or the largest of them by port; weights of all without a name are one row. */
export const neurons: Writer = (node, given, around) => {
  const spec = given as NeuronsSpec;
  const { share = node, integration } = spec;
  const shape = around.shapes[node];
  const parts = partsOf(
    spec,
    spec.from.map((one) => around.shapes[one]),
  );
  const ports = 1 + Math.max(...parts.map(({ port }) => port));
  const brought = Array.from({ length: ports }, (_, port) => {
    const terms = parts.flatMap((part, k) =>
      part.port === port ? [termOf(around, node, share, spec.from[k], part)] : [],
    );
    return terms.length === 1 ? terms[0] : `(${terms.join(' + ')})`;
  });
  const biased = hasBias(around, share);
  const together = {
    sum: brought[0],
    product: brought.join(' * '),
    max: `torch.stack([${brought.join(', ')}]).max(0).values`,
  }[integration];
  const sum = biased ? `${together} + ${moduleOf(share)}.bias` : together;
  const named = parts.filter(({ key, spec }) => key !== 'weight' && spec.share === undefined);
  const row = around.parameters[`${node}.weight`];
  const own = row !== undefined || hasBias(around, node);
  return {
    ...(share === node && {
      ...(own && {
        module: `Weights(${row ? tuple(row) : 'None'}, ${biased ? `(${sizeOf(shape)},)` : 'None'})`,
      }),
      parts: named.map(({ spec, weight }): readonly [string, string] => [
        `${node}:${spec.name}`,
        `Weights(${tuple(weight!.shape)}, None)`,
      ]),
    }),
    value: `(${sum}).reshape(-1, ${commas(shape)})`,
  };
};

/** What a projection brings, a row of units for each sample. */
function termOf(around: Surroundings, node: string, share: string, from: string, part: Part): string {
  const { spec, source, fixed } = part;
  const x = at(from);
  const pattern = { ...spec.pattern, from: [from] } as NodeSpec;
  const write = patternWriters[pattern.type];
  const flat = (weight: string) => `(${write(x, pattern, source, weight)}).flatten(1)`;
  if (part.weight === undefined) return fixed === undefined ? flat('') : `${fixed} * ${flat('')}`;
  if (!learns(part)) return flat(`torch.full(${tuple(part.weight.shape)}, ${fixed}).to(${x})`);
  return flat(weightOf(around, node, share, part));
}

function weightOf({ network }: Surroundings, node: string, share: string, part: Part): string {
  const { spec, key, weight, offset, count } = part;
  if (key === 'weight') {
    const some = `${moduleOf(share)}.weight[${offset}:${offset + count}]`;
    return weight!.shape.length === 1 ? some : `${some}.reshape(${commas(weight!.shape)})`;
  }
  // The owner of a node's parameters may itself have those of others.
  const { projections } = network.nodes[share] as NeuronsSpec;
  const holder = projections.find(({ name }) => name === spec.name)?.share ?? `${share}:${spec.name}`;
  if (
    Object.hasOwn(network.nodes, holder) &&
    !['sparse', 'local2d', 'linear', 'scale'].includes(network.nodes[holder].type)
  )
    refuse({
      where: `network.nodes.${node}`,
      got: `the weights of ${holder}, which are in another order in PyTorch`,
      expected: 'those of a projection',
      hint: 'weights of its own',
    });
  return `${moduleOf(holder)}.weight`;
}
