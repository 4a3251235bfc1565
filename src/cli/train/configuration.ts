import { dataName } from '../../data/index.js';
import { choose, refuse } from '../../errors.js';
import { type Configuration, configurationOf, configuredRule } from '../../lab/configuration.js';
import { readJson } from '../../lab/files.js';
import { defaultMeasureEvery } from '../../lab/measurements/probe.js';
import { fitting } from '../../lab/runs/default-network.js';
import { asObject } from '../../schema.js';
import { familyOf } from '../../sim/rule-options.js';
import { rules } from '../../sim/rules.js';
import { given } from '../arguments.js';
import { dataOptionsBeside, splitDataOptions } from '../data-options.js';
import { datedFolder } from '../dated-folder.js';
import { refuseIdleOptions } from '../idle-options.js';
import { optimiserNeeds, splitOptimiser } from '../optimiser-options.js';
import { splitBeginning } from '../params-options.js';
import { loadedPlugins } from '../plugins/load.js';
import { relaxationFrom } from '../relaxation-options.js';
import { refuseIdleSteps, ruleOptionNeeds, splitOptions } from '../rule-options.js';
import { choicesIn } from '../variant-options.js';
import { type TrainOptions, trainNeeds } from './options.js';

/** The configuration that the options ask for. @throws {InputError} naming the option or field */
export function configurationFrom(network: string | undefined, options: TrainOptions): Configuration {
  const stored = options.config === undefined ? {} : asObject(options.config, readJson(options.config));
  if (stored.command === 'stream')
    refuse({
      where: options.config!,
      got: 'a configuration of stream',
      expected: 'one of train',
      hint: 'stream --config',
    });
  const rule = options.rule ?? (typeof stored.rule === 'string' ? stored.rule : 'ar');
  choose(`${options.config ?? 'train'}.rule`, rules, rule);
  const { own: ownData, others: flags } = splitDataOptions(options);
  const { own, others: unruled } = splitOptions(rule, flags);
  const { optimiser, others: shared } = splitOptimiser(
    unruled,
    stored.optimiser,
    `${options.config}.optimiser`,
  );
  const { params, others: drawn } = splitBeginning(shared, stored.params, `${options.config}.params`);
  const { steps, stepSize, schedule, solver, initial, duration, band, ...rest } = drawn;
  const { messages, quantum, relativeQuantum, anneal, smallestQuantum, flush, ...spoken } = rest;
  const { measure, config, ...others } = spoken;
  const measureEvery = options.measureEvery ?? (measure ? defaultMeasureEvery : undefined);
  const variant = choicesIn(others);
  const named = Object.fromEntries(Object.entries(others).filter(([name]) => !(name in variant)));
  const { backend, threads, out, resume, json, quiet, seeds, jobs, ...plain } = named;
  const speech = { messages, quantum, relativeQuantum, anneal, smallestQuantum, flush, band };
  const relaxation = given({ steps, stepSize, schedule, solver, initial, duration, ...speech });
  const standard = 'network' in stored ? {} : { network: fitting };
  const description = network === undefined ? standard : { network: readJson(network) };
  const typed = given({ ...plain, measureEvery, params });
  const asked = { ...description, ...typed, ...loadedPlugins() };
  const names = Object.keys(given(unruled));
  const table = { ...ruleOptionNeeds(), ...optimiserNeeds(), ...trainNeeds };
  const follows = optimiser && { optimiser };
  if (config === undefined) {
    refuseIdleOptions(table, names, { ...options });
    const parts = {
      ...(ownData && { dataOptions: ownData }),
      relaxation: relaxationFrom(relaxation),
      variant,
      ...(own && { ruleOptions: own }),
      ...follows,
    };
    return checked(configurationOf({ ...asked, ...parts }, 'train'), own);
  }
  const under = (key: string, values: object) => ({
    [key]: { ...asObject(`${config}.${key}`, stored[key] === undefined ? {} : stored[key]), ...values },
  });
  const parts = {
    ...under('relaxation', relaxation),
    ...under('variant', variant),
    ...(own && under('ruleOptions', own)),
  };
  const read = dataOptionsBeside(config, stored, ownData, options.data);
  const whole = { ...stored, ...asked, ...parts, ...read, ...follows };
  const settings = { ...whole, ...parts.relaxation, ...parts.variant, optimiser: optimiser?.name };
  refuseIdleOptions(table, names, settings);
  return checked(configurationOf(whole, config), own);
}

/** @param own options of a rule in phases that were typed */
function checked(configuration: Configuration, own: Readonly<Record<string, unknown>> = {}): Configuration {
  const rule = configuredRule(configuration);
  const family = familyOf(configuration.rule);
  if (family && rule.kind === 'phases') refuseIdleSteps(family, own, rule, configuration.relaxation);
  return configuration;
}

/** Whether the options, or the file of settings beside them, say how large minibatches are. */
export function asksForBatch({ batchSize, config }: TrainOptions): boolean {
  return (
    batchSize !== undefined || (config !== undefined && 'batchSize' in asObject(config, readJson(config)))
  );
}

/** Where a training goes that was not told where. */
export function defaultDirectory({ data, rule }: Configuration, seeds: string): string {
  const name = dataName(data).replace(/[^\w.-]+/g, '_');
  return datedFolder(`runs/${name}-${rule}-${seeds}`);
}
