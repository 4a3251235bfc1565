import type { ClassSet } from '../../data/index.js';
import { variantOf } from '../../sim/variant.js';
import { report } from '../report/index.js';
import { networkSection } from '../runs/network-section.js';
import { networkLine, provenanceTable } from '../runs/tables.js';
import type { EvaluationOn } from '../training/evaluate.js';
import type { StreamConfiguration } from './configuration.js';
import { messagesPlot } from './figures.js';
import type { StreamRecord } from './files.js';
import type { StreamEnd } from './finish.js';

/** What a report of a stream is made of. */
export interface StreamReportData extends StreamRecord {
  readonly end: StreamEnd;
  readonly evaluation: EvaluationOn<ClassSet> | null;
  readonly pictures: { readonly accuracy: string; readonly raster: string | undefined };
  /** Why it stopped, where it diverged. */
  readonly reason?: string;
  /** The file of metrics. */
  readonly metrics: string;
}

/** A training on a stream as one HTML page. */
export function streamReport(data: StreamReportData): string {
  const { configuration, provenance, end, evaluation, pictures, metrics } = data;
  const { rule, way, seed, network, learningRate } = configuration;
  const figures = [
    pictures.accuracy,
    ...messagesPlot(metrics),
    ...(pictures.raster ? [pictures.raster] : []),
  ];
  return report({
    title: `${provenance.data.name} as a stream, ${rule}, ${way}, seed ${seed}`,
    summary: summaryOf(end, configuration, evaluation, data.reason),
    runs: [],
    ...(evaluation && {
      confusion: { labels: evaluation.confusion.map((_, i) => String(i)), counts: evaluation.confusion },
    }),
    configuration: tableOf(configuration),
    provenance: provenanceTable(provenance),
    sections: [
      { title: 'The stream', text: energyText(end), figures },
      networkSection(network, {
        ...{
          rule,
          choices: configuration.ruleOptions ?? { ...variantOf(configuration.variant ?? {}, 'variant') },
          optimiser: { name: 'sgd' },
          learningRate,
        },
      }),
    ],
  });
}

function summaryOf(
  { images, interrupted, onlineAccuracy }: StreamEnd,
  { rule, way }: StreamConfiguration,
  evaluation: EvaluationOn<ClassSet> | null,
  reason: string | undefined,
): string {
  const online =
    onlineAccuracy === null ? '' : `; online, at the end of the stream, on ${percent(onlineAccuracy)}`;
  if (reason !== undefined) return `Learning by ${rule}, ${way}, diverged after ${images} images: ${reason}`;
  if (!evaluation || interrupted) return `Interrupted after ${images} images by ${rule}, ${way}${online}.`;
  const { accuracy, samples } = evaluation;
  return `After ${images} images by ${rule}, ${way}, the network is right on ${percent(accuracy)} of ${samples} test images${online}.`;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function energyText({ messages, synapticOperations, missed }: StreamEnd): string {
  const lost = missed > 0 ? ` ${missed} images were never answered.` : '';
  return `${messages.toFixed(0)} messages of neurons and ${synapticOperations.toExponential(2)} synaptic operations per image.${lost}`;
}

function tableOf(configuration: StreamConfiguration): Record<string, string | number | boolean | null> {
  const {
    command: _,
    network,
    dataOptions,
    ruleOptions,
    variant,
    strictPhases,
    oscillation,
    twoCompartments,
    ...plain
  } = configuration;
  const own = {
    ...dataOptions,
    ...ruleOptions,
    ...variant,
    ...strictPhases,
    ...oscillation,
    ...twoCompartments,
  };
  const entries = Object.entries(own).map(([name, value]) => [name, String(value)]);
  return { network: networkLine(network), ...plain, ...Object.fromEntries(entries) };
}
