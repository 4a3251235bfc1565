import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Normalisation } from '../../data/index.js';
import { refuse } from '../../errors.js';
import type { Network } from '../../network/network.js';
import type { Parameters } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import type { Rule } from '../../sim/rule.js';
import { type Configuration, configuredRule } from '../configuration.js';
import { holds, readJson } from '../files.js';
import { runFiles } from '../runs/files.js';
import { normalisationIn, readNormalisation } from '../runs/normalisation-file.js';
import type { Provenance } from '../runs/provenance.js';
import { readProvenance } from '../runs/read-provenance.js';
import { refuseNoRun } from '../runs/resume-checks.js';
import { readConfiguration } from '../runs/setup.js';
import { holdsSeeds, readManifest, seedsFiles } from '../seeds/manifest.js';
import { readWeights } from '../weights/read.js';
import type { WeightsOptions } from '../weights/weights.js';
import { checkpointOf } from './checkpoints.js';
import { checkClasses, checkScaling } from './meaning.js';
import { isStream, ofStream } from './stream.js';

/** A trained network, of a run or of files. */
export interface Subject {
  /** As it was named. */
  readonly name: string;
  readonly network: Network;
  readonly parameters: Parameters;
  /** The file that these are of. */
  readonly weights: { readonly file: string; readonly sha256: string };
  /** By which it answers; the forward sweep, if not given. */
  readonly rule?: Rule;
  /** What its inputs were brought to one scale by, if they were. */
  readonly normalisation?: Normalisation;
  /** What its classes are called, by its units, where that was said. */
  readonly classes?: readonly string[];
  readonly run?: RunOfSubject;
  /** What is to be said of it, a line each. */
  readonly notes: readonly string[];
}

/** The run that it was trained in. */
export interface RunOfSubject {
  readonly directory: string;
  readonly configuration: KnownOfRun;
  readonly provenance: Provenance;
}

/** What is known of a run of `train` or `stream`. */
export type KnownOfRun = Pick<
  Configuration,
  'network' | 'data' | 'dataOptions' | 'rule' | 'seed' | 'engine' | 'grain' | 'validationShare'
>;

/** Which weights are taken. */
export interface SubjectOptions extends WeightsOptions {
  /** Of a network described in a file. */
  readonly params?: string | undefined;
  /** Of a network described in a file: what its inputs were scaled by, and what its classes are called, by its units. */
  readonly normalisation?: string | undefined;
  readonly classes?: readonly string[] | undefined;
  /** Of a run: `last`, `best`, or a file. */
  readonly checkpoint?: string | undefined;
}

/**
 * A run directory, or a network description with `params`.
 * @throws {InputError} on what is neither, or weights that are not its own
 */
export function subjectOf(name: string, options: SubjectOptions): Subject {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory()
    ? ofRun(name, options)
    : ofFiles(name, options);
}

function ofRun(directory: string, options: SubjectOptions): Subject {
  const { params, checkpoint = 'last', rename, layout } = options;
  if (params !== undefined) {
    const expected = 'a run with weights of its own, or a network description';
    refuse({
      where: '--params',
      got: `it for the run ${directory}`,
      expected,
      hint: `--checkpoint ${params}`,
    });
  }
  for (const name of ['normalisation', 'classes'] as const)
    if (options[name] !== undefined)
      refuse({
        where: `--${name}`,
        got: `it for the run ${directory}`,
        expected: 'that of the run, which it keeps',
      });
  if (holdsSeeds(directory)) refuseSeeds(directory);
  const how = { rename, layout };
  if (isStream(directory)) return ofStream(directory, checkpoint, how);
  refuseExport(directory);
  refuseNoRun(directory);
  const configuration = readConfiguration(directory);
  const network = parseNetwork(configuration.network, runFiles(directory).configuration);
  const provenance = readProvenance(runFiles(directory).provenance);
  const normalisation = readNormalisation(directory, configuration);
  return {
    name: directory,
    network,
    ...checkpointOf(directory, network, checkpoint, how),
    rule: configuredRule(configuration),
    ...(normalisation && { normalisation }),
    run: { directory, configuration, provenance },
  };
}

/** @throws {InputError} on what export wrote, with how it is named */
function refuseExport(directory: string): void {
  const files = ['network.json', 'parameters.safetensors'];
  if (holds(directory, basename(runFiles(directory).configuration))) return;
  if (!files.every((name) => holds(directory, name))) return;
  const [network, parameters] = files.map((name) => join(directory, name));
  const hint = `${network} --params ${parameters}`;
  refuse({ where: directory, got: 'what export wrote', expected: 'a run, or a network description', hint });
}

function refuseSeeds(directory: string): never {
  const { seeds } = readManifest(directory);
  const hint = seedsFiles(directory).run(seeds[0]);
  return refuse({ where: directory, got: `${seeds.length} runs`, expected: 'one of them', hint });
}

function ofFiles(file: string, options: SubjectOptions): Subject {
  const { params, checkpoint, rename, layout, normalisation, classes } = options;
  const description = readJson(file);
  if (checkpoint !== undefined) {
    const expected = 'a run directory, which has checkpoints';
    refuse({ where: '--checkpoint', got: `it for the network ${file}`, expected, hint: '--params' });
  }
  const network = parseNetwork(description, file);
  if (params === undefined)
    refuse({ where: file, got: 'a network without weights', expected: '--params FILE, or a run directory' });
  if (classes) checkClasses(network, classes);
  const scaling = normalisation === undefined ? undefined : normalisationIn(normalisation);
  if (scaling) checkScaling(normalisation!, network, scaling);
  const read = readWeights(params, network, { rename, layout });
  return {
    name: basename(file),
    network,
    parameters: read.parameters(),
    ...(scaling && { normalisation: scaling }),
    ...(classes && { classes }),
    weights: { file: params, sha256: read.sha256 },
    notes: read.notes,
  };
}
