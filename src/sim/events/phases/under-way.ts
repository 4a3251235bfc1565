import type { Network } from '../../../network/network.js';
import type { Parameters } from '../../../network/parameters.js';
import { adapts } from '../../../rules/names.js';
import type { GrainName } from '../../../synapses/grains.js';
import { copyBatch } from '../../batch.js';
import type { Occupancy } from '../../occupancy.js';
import type { Batch, RelaxPresentation } from '../../simulator.js';
import type { Played } from '../played.js';
import { Undertaking } from '../present/undertaking.js';
import { type Conditions, checkConditions, networkCondition, plain } from '../save/conditions.js';
import { putPhases, putWaiting, takePhases } from '../save/phases-state.js';
import { checkPlace, readPhasedRelaxing, readPhases } from '../save/read-phases.js';
import { Running } from '../save/running.js';
import type { Begun } from './begun.js';
import type { PhasedCircuit } from './circuit.js';
import type { PhasedEngine } from './engine.js';

/** Who presents a sample under a rule in phases, and what. */
export interface Presented {
  readonly engine: PhasedEngine;
  readonly occupancy: Occupancy;
  readonly network: Network;
  readonly grain: GrainName;
  readonly played: Played;
  readonly batch: Batch;
  readonly presentation: RelaxPresentation;
}

/** A presentation under way, from its beginning. @throws {InputError} on weights that are missing */
export function beginPhases(presented: Presented): Running {
  const { engine, occupancy, played, presentation } = presented;
  const own = { ...presented, batch: copyBatch(presented.batch) };
  const before = engine.parameters();
  const begun = engine.begin(own.batch, played, presentation);
  const undertaking = new Undertaking(occupancy, 'begin', () => begun.close(true, true));
  return running(own, begun, undertaking, before);
}

/**
 * The same from where it was saved: see `EventSimulator.resume`.
 * @throws {InputError} naming what is no state of it, or was otherwise when it was saved
 */
export function resumePhases(presented: Presented, state: Saved, name: string): Running {
  const { engine, occupancy, network, played, presentation, grain, batch } = presented;
  const where = 'EventSimulator.resume';
  const begun = engine.begin(batch, played, presentation);
  const undertaking = new Undertaking(occupancy, 'resume', () => begun.close(true, true));
  return undertaking.play(where, () => {
    const { stage, relaxing } = begun;
    const { player } = relaxing;
    checkConditions(where, state.conditions, conditionsOf(presented, stage.circuit));
    const before = readPhasedRelaxing(`${name}.relaxing`, stage.circuit, network, player, state.relaxing);
    const owners = [...player.owners, ...stage.circuit.lines.flatMap((line) => line ?? [])];
    const circuit = readPhases(`${name}.circuit`, stage.circuit, grain, owners, state.circuit);
    checkPlace(`${name}.circuit.queue`, stage, player.extent, before.place, circuit.queue);
    relaxing.restore(before, () => putPhases(stage, circuit), circuit.queue.time);
    putWaiting(stage.queue, circuit.queue, owners);
    return running(presented, begun, undertaking, before.before ?? engine.parameters());
  });
}

/** A state as it was read, its parts still to be. */
export interface Saved {
  readonly conditions: unknown;
  readonly relaxing: unknown;
  readonly circuit: unknown;
}

/** @param before parameters that are put back when it is over */
function running(presented: Presented, begun: Begun, undertaking: Undertaking, before: Parameters): Running {
  const { stage, relaxing, close } = begun;
  const { engine, batch } = presented;
  const { rule } = presented.played;
  return new Running({
    undertaking,
    now: () => stage.queue.now(),
    advance: (limit) => relaxing.advance(limit),
    conclude: () => {
      const left = relaxing.result();
      close(false, false);
      engine.putParameters(before);
      return left;
    },
    state: () => ({
      conditions: conditionsOf(presented, stage.circuit),
      batch: copyBatch(batch),
      relaxing: { ...relaxing.state(), ...(adapts(rule.rule) && { before }) },
      circuit: takePhases(stage),
    }),
  });
}

/** What a presentation depends on, beside its stimulus and the state of neurons and synapses. */
function conditionsOf(
  { network, played: { rule }, presentation, grain }: Presented,
  circuit: PhasedCircuit,
): Conditions {
  const { relaxation, learningRate = 1, feedbackLearningRate, weightDecay } = presentation;
  const { updates = 0, seed = 1 } = presentation;
  const moving = adapts(rule.rule);
  return {
    network: networkCondition(network),
    rule: rule.name,
    relaxation: plain(relaxation),
    told: plain({ updates, seed }),
    ...circuit.medium.conditions(circuit),
    // What was weighed by weights of before is kept otherwise at each grain.
    ...(moving && { grain, rates: plain({ learningRate, feedbackLearningRate, weightDecay }) }),
  };
}
