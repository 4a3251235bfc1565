import type { Command } from 'commander';
import { comparingRelaxation, comparingTraining, type Difference, randomBatch } from '../../lab/agreement.js';
import { readBatch } from '../../lab/batch-files.js';
import { readJson } from '../../lab/files.js';
import { readParameters } from '../../lab/parameter-files.js';
import { type Explained, explaining } from '../../lab/rounding/explained.js';
import { inTurns, type Pieces } from '../../lab/turns.js';
import { layOut } from '../../network/layout.js';
import { initialParameters } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import { paperNetwork } from '../../network/presets/paper.js';
import { backendLine } from '../../sim/batched/backend.js';
import { requirePlaces } from '../../sim/choice-places.js';
import { createSimulator } from '../../sim/create.js';
import { EventSimulator } from '../../sim/events/engine.js';
import { requireNodes } from '../../sim/odd-nodes.js';
import { pathwayOf } from '../../sim/pathway.js';
import type { AnySimulator } from '../../sim/simulator.js';
import { conclude } from '../agree/conclude.js';
import { type AgreeOptions, agreeOptions } from '../agree/options.js';
import { chosenBy, ownOf } from '../agree/presentations.js';
import { checkBackend } from '../backend-options.js';
import { say } from '../output.js';

/** `relaxon agree`: do both engines give the same numbers for this network? */
export function agreeCommand(): Command {
  return agreeOptions().action(agreeAction);
}

async function agreeAction(file: string | undefined, options: AgreeOptions, command: Command): Promise<void> {
  const presentations = chosenBy(options, command);
  checkBackend(options.backend);
  const network = file ? parseNetwork(readJson(file), file) : parseNetwork(paperNetwork);
  const [{ rule }] = presentations;
  requirePlaces(layOut(network), rule);
  requireNodes(file ?? 'network', network, options.rule, ownOf(options, command)?.chosen);
  const parameters = options.params
    ? readParameters(options.params, network, options)
    : initialParameters(network, options.seed, pathwayOf(rule));
  const batch = options.batch
    ? readBatch(options.batch, network)
    : randomBatch(network, options.batchSize, options.seed);
  const { simulator: batched, backend } = await createSimulator('batched', network, parameters, {
    backend: options.backend,
    threads: options.threads,
  });
  if (backend && !options.quiet) say(backendLine(backend));
  const events = new EventSimulator(network, parameters);
  const rows: (Difference | Explained)[] = [];
  const { learningRate } = options;
  const batches = Array.from({ length: options.train }, (_, i) =>
    randomBatch(network, options.batchSize, options.seed + 1 + i),
  );
  for (const presentation of presentations) {
    if (!options.quiet) say(`comparing ${presentation.name}: ${batch.size} samples`);
    const compare = function* (one: AnySimulator, other: AnySimulator): Pieces<Difference[]> {
      const relaxed = yield* comparingRelaxation(one, other, batch, { ...presentation, learningRate });
      if (batches.length === 0) return relaxed;
      const trained = yield* comparingTraining(one, other, batches, { ...presentation, learningRate });
      for (const simulator of [one, other]) simulator.setParameters(parameters);
      return [...relaxed, ...trained];
    };
    const compared = await inTurns(compare(batched, events));
    const asked = compared.map((row) => ({ ...row, tolerance: options.tolerance ?? row.tolerance }));
    // Whoever names a tolerance means it.
    const found = options.tolerance
      ? asked
      : await inTurns(explaining(asked, { network, parameters }, events, compare));
    rows.push(...found);
  }
  conclude(rows, options);
}
