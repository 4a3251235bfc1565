import { cpus, platform, release } from 'node:os';
import { Command } from 'commander';
import { augmentations, cacheDirectory, catalogue, DATA_VARIABLE } from '../../data/index.js';
import { refuse } from '../../errors.js';
import { version } from '../../lab/version.js';
import { networkBuilders, partBuilders } from '../../network/builders.js';
import { initialisers } from '../../network/initialisers.js';
import { nodeTypes } from '../../network/nodes.js';
import { viewTypes } from '../../network/views.js';
import { activations } from '../../neurons/activations.js';
import { losses } from '../../neurons/losses.js';
import { feedbacks } from '../../rules/feedbacks.js';
import { backendLine, startBackend } from '../../sim/batched/backend.js';
import { ways } from '../../sim/events/live/ways.js';
import { rules } from '../../sim/rules.js';
import { schedules } from '../../sim/schedules.js';
import { solverNames } from '../../sim/solvers.js';
import { variantChoices } from '../../sim/variant.js';
import { grains } from '../../synapses/grains.js';
import { optimisers } from '../../synapses/optimisers.js';
import { type BackendOptions, backendOptions } from '../backend-options.js';
import { describeNetwork } from '../info/network.js';
import { print, table } from '../output.js';

/** `relaxon info`: what runs here, and what there is to choose from. */
export function infoCommand(): Command {
  const command = new Command('info')
    .description(
      'Show versions, the backend that would be taken, and every name that options and files accept; of a network, what it is\n' +
        'made of, and how long it takes to relax.',
    )
    .argument('[network]', 'network description')
    .option('--expand', 'of a network: node by node, with what builders have built')
    .option('--json', 'print as one JSON object');
  return backendOptions(command).action(infoAction);
}

async function infoAction(
  file: string | undefined,
  options: BackendOptions & { json?: boolean; expand?: boolean },
): Promise<void> {
  if (file !== undefined) {
    describeNetwork(file, options.expand ?? false, options.json);
    return;
  }
  if (options.expand) refuse({ where: '--expand', got: 'no network', expected: 'a network to look at' });
  const backend = await startBackend(options.backend, undefined, options.threads);
  const names = {
    rules: Object.keys(rules),
    schedules: Object.keys(schedules),
    solvers: [...solverNames],
    grains: Object.keys(grains),
    ways: Object.keys(ways),
    feedback: Object.keys(feedbacks),
    derivatives: Object.keys(variantChoices.derivative),
    'presynaptic factors': Object.keys(variantChoices.presynaptic),
    plasticity: Object.keys(variantChoices.plasticity),
    optimisers: Object.keys(optimisers),
    'node types': Object.keys(nodeTypes),
    views: Object.keys(viewTypes),
    builders: [...Object.keys(networkBuilders), ...Object.keys(partBuilders)],
    activations: Object.keys(activations),
    losses: Object.keys(losses),
    initialisers: Object.keys(initialisers),
    'data sets': Object.keys(catalogue),
    augmentations: Object.keys(augmentations),
  };
  const versions = { relaxon: version, node: process.version, system: `${platform()} ${release()}` };
  const machine = { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  const data = { [DATA_VARIABLE]: process.env[DATA_VARIABLE] ?? null, cache: cacheDirectory(process.env) };
  print(options.json, { versions, machine, backend, data, names }, () =>
    table([
      ...Object.entries(versions),
      ['machine', `${machine.processor}, ${machine.cores} cores`],
      ['batched', backendLine(backend)],
      ['data', `${DATA_VARIABLE} ${data[DATA_VARIABLE] ?? 'not set'}; cache ${data.cache}`],
      ...Object.entries(names).map(([key, values]) => [key, values.join(', ')]),
    ]),
  );
}
