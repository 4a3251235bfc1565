import { Option } from 'commander';
import { choose } from '../errors.js';
import { type GrainName, grains } from '../synapses/grains.js';

/** `--grain`: how the event engine cuts synapses into actors. @throws {InputError} when read, on an unknown name */
export function grainOption(standard: GrainName = 'synapse'): Option {
  return new Option(
    '--grain <name>',
    'actors of the event engine: synapse, one each; arbor, one per axon and dendrite, for size; the numbers are the ' +
      `same (default: ${standard})`,
  ).argParser((name): GrainName => {
    choose('--grain', grains, name);
    return name as GrainName;
  });
}
