import { choose } from '../../errors.js';
import { engines } from '../../lab/configuration.js';
import type { Subject } from '../../lab/trained/subject.js';
import { layOut } from '../../network/layout.js';
import { type Created, checkGrain, createSimulator } from '../../sim/create.js';
import { requireWeights } from '../../sim/own-weights.js';
import type { GrainName } from '../../synapses/grains.js';
import { refuseIdleOptions } from '../idle-options.js';
import { type EngineFlags, engineNeeds } from './options.js';

/** The engine that is asked for, else that of the run. @throws {InputError} on one that there is not, or what it has no use for */
export function engineFor({ run }: Subject, options: EngineFlags, asked: readonly string[]) {
  const { engine = run?.configuration.engine ?? 'batched', grain } = options;
  choose('--engine', engines, engine);
  checkGrain('--grain', engine, grain);
  refuseIdleOptions(engineNeeds, asked, { ...options, engine });
  return engine as keyof typeof engines;
}

/** Starts it; on the backend of the run, where no other is asked for and it loads. */
export function startSubject(
  subject: Subject,
  engine: keyof typeof engines,
  { backend, threads, grain }: EngineFlags,
): Promise<Created> {
  const { network, parameters, run, rule } = subject;
  if (rule?.kind === 'phases') requireWeights(layOut(network), parameters, rule.rule);
  return createSimulator(engine, network, parameters, {
    backend,
    threads,
    backendBefore: engine === 'batched' ? run?.provenance.backend?.name : undefined,
    // A run's own grain makes the same numbers; arbors take less room where none is asked for.
    grain: engine === 'events' ? ((grain ?? run?.configuration.grain ?? 'arbor') as GrainName) : undefined,
  });
}
