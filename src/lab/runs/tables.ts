import type { DataDescription } from '../../data/index.js';
import { choiceText } from '../../rules/choice.js';
import { listed } from '../../schema.js';
import type { Configuration } from '../configuration.js';
import type { PluginRecord } from '../configuration-schema.js';
import type { Setting } from '../report/index.js';
import type { LearningRateChange } from '../timed-settings.js';
import type { RecordedChange } from './changes.js';
import { partText } from './part-text.js';
import type { Provenance } from './provenance.js';

/** A configuration as a flat table for a report. */
export function configurationTable(configuration: Configuration): Record<string, Setting> {
  const {
    network,
    relaxation,
    variant,
    ruleOptions,
    optimiser,
    nodeLearningRates,
    augment,
    plugins,
    dataOptions,
    params,
    ...further
  } = configuration;
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
    ...(params && { params: params.file }),
    ...(augment && { augment: augment.join(', ') }),
    ...(plugins && { plugins: plugins.map(pluginText).join(', ') }),
    ...flat(dataOptions),
    ...(name && { optimiser: name }),
    ...settings,
  };
  if (ruleOptions) return { ...rest, ...ruleOptions };
  const relaxing = configuration.rule === 'bp' ? {} : { ...variantTable(variant), ...relaxation };
  return { ...rest, ...relaxing };
}

const changedText = ({ at, step, learningRate: { from, to } }: RecordedChange) =>
  `${at}, after ${step} minibatches: learning rate ${from} to ${to}`;

const changeText = ({ step, learningRate }: LearningRateChange) =>
  `${learningRate} from minibatch ${step + 1} on`;
const pluginText = (plugin: string | PluginRecord): string =>
  typeof plugin === 'string'
    ? plugin
    : `${plugin.file} (sha256 ${plugin.sha256?.slice(0, 12) ?? 'not kept'})`;
const flat = (options: object = {}): Record<string, Setting> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
/** What nodes choose for themselves as one text. */
const variantTable = (variant: Configuration['variant']): Record<string, string> =>
  Object.fromEntries(Object.entries(variant).map(([name, given]) => [name, choiceText(given)]));

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
    ...(rest.params && { 'began from': `${rest.params.file}, sha256 ${rest.params.sha256}` }),
    data: `${data.name} from ${data.source}${data.verified ? '' : ' (not the published files)'}`,
    'data sha256': data.checksum,
    ...(rest.changes && { 'changed when it went on': rest.changes.map(changedText).join('; ') }),
    ...(data.description && descriptionTable(data.description)),
  };
}

/** Data of one's own, as they were read. */
export const descriptionTable = (description: DataDescription): Record<string, Setting> => ({
  'data format': [description.format, ...description.notes].join(', '),
  inputs: inputsLine(description),
  targets: targetsLine(description),
  'judged by': description.split,
});

/** The same in lines. */
export function descriptionLines(description: DataDescription): string[] {
  const { format, notes, samples, split } = description;
  return [
    `read as ${[format, ...notes].join(', ')}; inputs ${inputsLine(description)}; targets ${targetsLine(description)}`,
    `${samples.train} samples to learn from, ${samples.test} to be judged by: ${split}`,
  ];
}

/** What is given to a network: names of columns, or a shape. */
export const inputsLine = ({ inputs, shape }: DataDescription): string =>
  inputs.length > 0 ? listed(inputs) : shape.join(' x ');

/** What it is to answer. */
export function targetsLine({ task, classes = [], targets, targetSize }: DataDescription): string {
  const named = targets.length > 0 ? `${listed(targets)}: ` : '';
  if (task === 'classes') return `${named}${classes.length} classes (${listed(classes)})`;
  return `${named}${targetSize === 1 ? 'a number' : `${targetSize} numbers`}`;
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
