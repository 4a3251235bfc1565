import { Command, Option } from 'commander';
import { readJson } from '../../lab/files.js';
import { outTarget, refuseUnwritable } from '../../lab/out-file.js';
import { tensorOf } from '../../lab/parameter-files.js';
import { toPyTorch } from '../../lab/pytorch/index.js';
import { writeSafetensors } from '../../lab/safetensors/index.js';
import { readWeights } from '../../lab/weights/read.js';
import { readRenames } from '../../lab/weights/renames.js';
import { type Renames, type Side, sides } from '../../lab/weights/weights.js';
import type { Network } from '../../network/network.js';
import type { Parameters } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import { print } from '../output.js';

interface ConvertOptions {
  readonly network: string;
  readonly to: Side;
  readonly rename?: Renames;
  readonly out: string;
  readonly json?: boolean;
}

/** Ours as the other side has them, and back. */
function converted(
  file: string,
  network: Network,
  { to, rename }: ConvertOptions,
): { readonly values: Parameters; readonly notes: readonly string[] } {
  if (to === 'relaxon') {
    const read = readWeights(file, network, { rename, layout: 'pytorch' });
    return { values: read.parameters(), notes: read.notes };
  }
  const read = readWeights(file, network, { rename, layout: 'relaxon' });
  // What a checkpoint has beside parameters stays here.
  return toPyTorch(network, read.parameters(), file);
}

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
    .addOption(new Option('--to <side>', 'whose names and layouts').choices([...sides]).makeOptionMandatory())
    .option(
      '--rename <table>',
      'new names for tensors, or for beginnings of names: FROM=TO,FROM=TO, or a JSON file',
      (text) => readRenames(text),
    )
    .requiredOption('--out <file>', 'where to, as safetensors')
    .option('--json', 'print as one JSON object')
    .action(convertAction);
}

function convertAction(file: string, options: ConvertOptions): void {
  const { network: described, to, out, json } = options;
  refuseUnwritable(out);
  const network = parseNetwork(readJson(described), described);
  const { values, notes } = converted(file, network, options);
  const tensors = Object.entries(values).map(([name, one]) => [name, tensorOf(one)] as const);
  const target = outTarget(out);
  writeSafetensors(target, tensors, metadata[to]);
  const shapes = Object.fromEntries(tensors.map(([name, { shape }]) => [name, shape]));
  print(json, { out: target, to, tensors: shapes, notes }, () => [
    ...notes,
    `wrote ${tensors.length} tensors to ${target}`,
  ]);
}
