import { refuse } from '../../../../errors.js';
import { columnsOf, parentsOf } from '../../columns.js';
import { at, hasBias, moduleOf, truth, type Writer } from '../writer.js';

/** Linear behind a flatten, of images in PyTorch's order of axes. */
export const dense: Writer = (node, { share = node }, around) => {
  const [own, theirs] = [node, share].map((one) => columnsOf(around, one).order?.join());
  if (own !== theirs)
    refuse({
      where: `network.nodes.${node}`,
      got: `the weights of ${share}, whose columns are in another order in PyTorch`,
      expected: 'parents of the same shapes',
      hint: 'weights of its own',
    });
  const [units, ins] = around.parameters[`${share}.weight`];
  const flat = parentsOf(around, node).map(({ name, image, source }) =>
    image ? `first(${at(source)}).flatten(1)` : `${at(name)}.flatten(1)`,
  );
  const all = flat.length === 1 ? flat[0] : `torch.cat([${flat.join(', ')}], 1)`;
  return {
    ...(share === node && { module: `nn.Linear(${ins}, ${units}, bias=${truth(hasBias(around, node))})` }),
    value: `${moduleOf(share)}(${all})`,
  };
};
