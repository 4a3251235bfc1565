import { type DataSource, resolvedData } from '../../data/index.js';
import { readJson } from '../../lab/files.js';
import {
  type StoredStream,
  type StreamConfiguration,
  storedStream,
  streamConfigurationOf,
} from '../../lab/stream/configuration.js';
import type { Network } from '../../network/network.js';
import { type Needs, needs } from '../../sim/needs.js';
import { variantNeeds } from '../../sim/relaxation-needs.js';
import { given } from '../arguments.js';
import { dataOptionsBeside, splitDataOptions } from '../data-options.js';
import { beginningNeeds, splitBeginning } from '../params-options.js';
import { loadedPlugins } from '../plugins/load.js';
import { type StreamRule, streamRuleFrom } from '../stream-rule.js';
import { liveFrom } from '../way-options.js';
import type { StreamOptions } from './options.js';

/** What a stream is to be, and what checks the network that it gets. */
export interface AskedStream {
  readonly configuration: StreamConfiguration;
  /** What errors call the network. */
  readonly networkName: string | undefined;
  /** Refuses a network that the rule cannot have. */
  check(network: Network): void;
}

/** The options of ways are held to their way where they are read. */
const streamNeeds: Needs = {
  ...variantNeeds,
  ...beginningNeeds,
  targetDelay: [needs('taught', (taught) => taught !== 0, '1', { expected: 'targets that come' })],
};

/**
 * The configuration that the options ask for, and the file of `--config` where they say nothing.
 * @param file of the network
 * @param asked the options that were typed
 * @throws {InputError} naming the option or field
 */
export function streamFrom(
  file: string | undefined,
  options: StreamOptions,
  asked: readonly string[],
): AskedStream {
  const { config } = options;
  const stored = config === undefined ? {} : storedStream(readJson(config), config);
  const typed = Object.fromEntries(
    Object.entries(options).filter(([name]) => asked.includes(name)),
  ) as Partial<StreamOptions>;
  const all: StreamOptions = { ...options, ...flagsIn(stored, typed, options), ...typed };
  const ruleOptions = all.rule === stored.rule ? stored.ruleOptions : {};
  const rule = streamRuleFrom(all, asked, streamNeeds, ruleOptions);
  const network = file === undefined ? stored.network : readJson(file);
  const params = splitBeginning(typed, stored.params, `${config}.params`).params ?? stored.params;
  const configuration = streamConfigurationOf(
    {
      ...{ command: 'stream', ...(network !== undefined && { network }), ...sourceFrom(stored, all, typed) },
      ...{ ...fieldsOf(rule, all), ...loadedPlugins(), ...(params && { params }) },
    },
    config ?? 'stream',
  );
  const networkName = file ?? config;
  const check = (network: Network) =>
    rule.requireFor(network, networkName ?? 'the network that fits the data');
  return { configuration, check, networkName };
}

function fieldsOf({ ruleOptions, variant = {} }: StreamRule, options: StreamOptions) {
  const { rule, images, every, targetDelay, taught, grain = 'arbor', seed, logEvery, save } = options;
  const { way, learningRate, ...ways } = liveFrom(options);
  const ofWay = Object.entries(ways).filter(([, value]) => Object.keys(value as object).length > 0);
  return {
    ...{ rule, ...(ruleOptions && { ruleOptions }), ...(Object.keys(variant).length > 0 && { variant }) },
    ...{ way, learningRate, ...Object.fromEntries(ofWay) },
    ...{ images, every, targetDelay, taught, grain, seed, logEvery, save },
    limitTestSamples: options.limitTestSamples ?? null,
  };
}

/** What a file says as options would. What is of its rule or its way goes where another is asked for. */
function flagsIn(
  stored: StoredStream,
  typed: Partial<StreamOptions>,
  standard: StreamOptions,
): Partial<StreamOptions> {
  const { rule, way, images, every, targetDelay, taught, grain, seed, logEvery, save, data, params } = stored;
  const sameRule = typed.rule === undefined || typed.rule === (rule ?? standard.rule);
  const sameWay = typed.way === undefined || typed.way === (way ?? standard.way);
  const { strictPhases, oscillation, twoCompartments, learningRate } = stored;
  return given({
    ...{ rule, way, images, every, targetDelay, taught, grain, seed, logEvery, save, data },
    limitTestSamples: stored.limitTestSamples ?? undefined,
    params: params?.file,
    ...(sameRule && stored.variant),
    ...(sameWay && { learningRate, ...strictPhases, ...oscillation, ...twoCompartments }),
  }) as Partial<StreamOptions>;
}

function sourceFrom(stored: StoredStream, all: StreamOptions, typed: Partial<StreamOptions>): DataSource {
  const where = all.config ?? 'stream';
  const { own } = splitDataOptions(typed);
  const beside = dataOptionsBeside(where, { ...stored }, own, typed.data);
  const dataOptions = beside.dataOptions ?? (typed.data === undefined ? stored.dataOptions : undefined);
  return resolvedData({ data: all.data, ...(dataOptions && { dataOptions }) }, where);
}
