import type { Configuration } from '../configuration.js';
import type { Setting } from '../report/index.js';
import type { LearningRateChange } from '../timed-settings.js';
import type { RecordedChange } from './changes.js';
import { partText } from './part-text.js';
import type { Provenance } from './provenance.js';

/** A configuration as a flat table for a report. */
export function configurationTable(configuration: Configuration): Record<string, Setting> {
  const { network, relaxation, variant, ruleOptions, optimiser, nodeLearningRates, augment, ...further } =
    configuration;
  const { learningRateSchedule, learningRateChanges, average, ...others } = further;
  const { name, ...settings } = optimiser ?? {};
  const rates = Object.entries(nodeLearningRates ?? {}).map(([name, rate]) => `${name}=${rate}`);
  const rest = {
    network: networkLine(network),
    ...others,
    ...(nodeLearningRates && { nodeLearningRates: rates.join(', ') }),
    ...(learningRateSchedule && { learningRateSchedule: learningRateSchedule.map(partText).join(', ') }),
    ...(learningRateChanges && { learningRateChanges: learningRateChanges.map(changeText).join(', ') }),
    ...(average && { average: partText(average) }),
    ...(augment && { augment: augment.join(', ') }),
    ...(name && { optimiser: name }),
    ...settings,
  };
  if (ruleOptions) return { ...rest, ...ruleOptions };
  const relaxing = configuration.rule === 'bp' ? {} : { ...variant, ...relaxation };
  return { ...rest, ...relaxing };
}

const changedText = ({ at, step, learningRate: { from, to } }: RecordedChange) =>
  `${at}, after ${step} minibatches: learning rate ${from} to ${to}`;

const changeText = ({ step, learningRate }: LearningRateChange) =>
  `${learningRate} from minibatch ${step + 1} on`;

/** Provenance as a flat table for a report. */
export function provenanceTable({
  versions,
  machine,
  data,
  git,
  ...rest
}: Provenance): Record<string, Setting> {
  return {
    started: rest.started,
    command: `relaxon ${rest.command.join(' ')}`,
    commit: git
      ? `${git.commit}${git.changed ? ' (with uncommitted changes)' : ''}`
      : 'not in a git repository',
    relaxon: versions.relaxon,
    node: versions.node,
    backend: versions.backend,
    'not taken':
      rest.backend?.passedOver.map(({ name, reason }) => `${name}: ${reason}`).join('; ') || 'none',
    system: machine.system,
    processor: `${machine.processor}, ${machine.cores} cores`,
    data: `${data.name} from ${data.source}${data.verified ? '' : ' (not the published files)'}`,
    'data sha256': data.checksum,
    ...(rest.changes && { 'changed when it went on': rest.changes.map(changedText).join('; ') }),
  };
}

/** A network in a few words: `784-300-300-100-10` for a chain of layers, the name of a builder of all of it. */
export function networkLine(network: unknown): string {
  const { builder, input, layers, nodes } = network as {
    builder?: unknown;
    input?: number[];
    layers?: { units?: number }[];
    nodes?: Record<string, unknown>;
  };
  if (typeof builder === 'string') return builder;
  if (input && layers) return [input.join('x'), ...layers.map(({ units }) => units)].join('-');
  return `graph of ${Object.keys(nodes ?? {}).length} nodes`;
}
