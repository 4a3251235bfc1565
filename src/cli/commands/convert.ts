import { Command, Option } from 'commander';
import { readJson } from '../../lab/files.js';
import { outTarget, refuseUnwritable } from '../../lab/out-file.js';
import { splitTensors, tensorOf } from '../../lab/parameter-files.js';
import { type Converted, fromPyTorch, toPyTorch } from '../../lab/pytorch/index.js';
import { readSafetensors, type Tensor, writeSafetensors } from '../../lab/safetensors/index.js';
import type { Network } from '../../network/network.js';
import { parseNetwork } from '../../network/parse.js';
import { print } from '../output.js';

interface ConvertOptions {
  readonly network: string;
  readonly to: Side;
  readonly out: string;
  readonly json?: boolean;
}

type Side = 'pytorch' | 'relaxon';

type Tensors = Readonly<Record<string, Tensor>>;

const conversions: Readonly<Record<Side, (network: Network, given: Tensors, where: string) => Converted>> = {
  // What a checkpoint has beside parameters stays here.
  pytorch: (network, given, where) => toPyTorch(network, splitTensors(given).parameters, where),
  relaxon: fromPyTorch,
};

/** Of the file: loaders of PyTorch's world ask for it. */
const metadata: Readonly<Record<Side, Readonly<Record<string, string>>>> = {
  pytorch: { format: 'pt' },
  relaxon: {},
};

/** `relaxon convert`: parameters as PyTorch's modules have them, and back. */
export function convertCommand(): Command {
  return new Command('convert')
    .description(
      "Write a network's parameters as the tensors that PyTorch's modules have (Conv2d, Linear, LayerNorm, MultiheadAttention,\n" +
        'LSTM, GRU), each named after its node, or such tensors as parameters of the network.',
    )
    .argument('<file>', 'parameters or a checkpoint, or a state_dict, as safetensors')
    .requiredOption('--network <file>', 'network description')
    .addOption(
      new Option('--to <side>', 'whose names and layouts')
        .choices(Object.keys(conversions))
        .makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'where to, as safetensors')
    .option('--json', 'print as one JSON object')
    .action(convertAction);
}

function convertAction(file: string, { network: described, to, out, json }: ConvertOptions): void {
  refuseUnwritable(out);
  const network = parseNetwork(readJson(described), described);
  const given = Object.fromEntries(readSafetensors(file).tensors);
  const { values, notes } = conversions[to](network, given, file);
  const tensors = Object.entries(values).map(([name, one]) => [name, tensorOf(one)] as const);
  const target = outTarget(out);
  writeSafetensors(target, tensors, metadata[to]);
  const shapes = Object.fromEntries(tensors.map(([name, { shape }]) => [name, shape]));
  print(json, { out: target, to, tensors: shapes, notes }, () => [
    ...notes,
    `wrote ${tensors.length} tensors to ${target}`,
  ]);
}
