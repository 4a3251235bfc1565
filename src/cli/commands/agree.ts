import type { Command } from 'commander';
import { RelaxonError } from '../../errors.js';
import {
  agrees,
  comparingRelaxation,
  comparingTraining,
  type Difference,
  randomBatch,
} from '../../lab/agreement.js';
import { readBatch } from '../../lab/batch-files.js';
import { readJson } from '../../lab/files.js';
import { readParameters } from '../../lab/parameter-files.js';
import { inTurns } from '../../lab/turns.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { initialParameters } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import { paperNetwork } from '../../network/presets/paper.js';
import { backendLine } from '../../sim/batched/backend.js';
import { createSimulator } from '../../sim/create.js';
import { EventSimulator } from '../../sim/events/engine.js';
import { requireNodes } from '../../sim/odd-nodes.js';
import { pathwayOf } from '../../sim/pathway.js';
import { type AgreeOptions, agreeOptions } from '../agree/options.js';
import { chosenBy, ownOf } from '../agree/presentations.js';
import { checkBackend } from '../backend-options.js';
import { print, say, table } from '../output.js';

/** `relaxon agree`: do both engines give the same numbers for this network? */
export function agreeCommand(): Command {
  return agreeOptions().action(agreeAction);
}

async function agreeAction(file: string | undefined, options: AgreeOptions, command: Command): Promise<void> {
  const chosen = chosenBy(options, command);
  checkBackend(options.backend);
  const network = file ? parseNetwork(readJson(file), file) : parseNetwork(paperNetwork);
  const presentations = chosen.filter(
    ({ relaxation }) => inTime(network) || relaxation.duration === undefined,
  );
  if (presentations.length < chosen.length && !options.quiet)
    say('left out: continuous time, which neurons with ports and relays have not on the event engine');
  const [{ rule }] = chosen;
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
  const rows: Difference[] = [];
  const { learningRate } = options;
  for (const presentation of presentations) {
    if (!options.quiet) say(`comparing ${presentation.name}: ${batch.size} samples`);
    const relaxing = comparingRelaxation(batched, events, batch, { ...presentation, learningRate });
    rows.push(...(await inTurns(relaxing)));
    if (options.train > 0) {
      const batches = Array.from({ length: options.train }, (_, i) =>
        randomBatch(network, options.batchSize, options.seed + 1 + i),
      );
      const training = { ...presentation, learningRate };
      rows.push(...(await inTurns(comparingTraining(batched, events, batches, training))));
      for (const simulator of [batched, events]) simulator.setParameters(parameters);
    }
  }
  conclude(
    rows.map((row) => ({ ...row, tolerance: options.tolerance ?? row.tolerance })),
    options,
  );
}

function conclude(rows: readonly Difference[], { json }: AgreeOptions): void {
  const failed = rows.filter((row) => !agrees(row));
  print(json, { agree: failed.length === 0, differences: rows }, () => [
    ...table([
      ['presentation', 'quantity', 'difference', 'tolerance', ''],
      ...rows.map((row) => [
        row.presentation,
        row.quantity,
        row.difference.toExponential(2),
        row.tolerance.toExponential(0),
        agrees(row) ? 'ok' : 'TOO FAR',
      ]),
    ]),
    failed.length === 0
      ? 'the engines agree'
      : `${failed.length} of ${rows.length} quantities are too far apart`,
  ]);
  if (failed.length > 0) {
    const { quantity, presentation, difference, tolerance } = failed[0];
    throw new RelaxonError(
      `agree.${quantity} (${presentation}): got a difference of ${difference.toExponential(2)}, ` +
        `expected at most ${tolerance.toExponential(0)}. Try --backend cpu to see whether the backend is at fault.`,
    );
  }
}

/** Its neurons can all speak in continuous time: their ports are added, and none is a relay. */
const inTime = (network: Network): boolean =>
  layOut(network).nodes.every(({ type, role }) => role !== 'relay' && (type.integration ?? 'sum') === 'sum');
