import { exactJson } from '../../../../src/lab/files/exact-json.js';
import type { Message, RuleMessage } from '../../../../src/messages/message.js';
import type { Network } from '../../../../src/network/network.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';

export const network = parseNetwork(networks['skip connection']);
const names = ['image', ...Object.keys(network.nodes)];
export const batch = randomBatch(network, 2, 5);

/** The same, of units with kinks alone. */
export const kinked = parseNetwork(
  JSON.parse(JSON.stringify(networks['skip connection']).replace('tanh', 'relu')),
);

export interface Scene {
  readonly rule: PhasedRule;
  readonly network?: Network;
  readonly options?: EventOptions;
  readonly how?: Partial<Relaxation>;
}

export const simulatorOf = ({ rule, options, network: own = network }: Scene) =>
  new EventSimulator(own, initialParameters(own, 4, pathwayOf(rule)), { grain: 'arbor', ...options });

/** Of phases that step a quantum of 0 has a meaning, too. */
const ofHow = ({ quantum, ...how }: Partial<Relaxation> = {}): Relaxation =>
  quantum === 0
    ? { ...relaxationOf({}), ...how, quantum }
    : relaxationOf({ ...how, ...(quantum && { quantum }) });

/** Presents, with all heard who are in the scene, and what they said as a file keeps it. */
export function presented(simulator: EventSimulator, { rule, how }: Scene) {
  const log: Message[] = [];
  const listening = simulator.listen(...names).subscribe((message) => log.push(message));
  const relaxed = simulator.relax(batch, { rule, relaxation: ofHow(how), record: true });
  listening.unsubscribe();
  return { relaxed, log: log.map((message) => JSON.parse(exactJson(message)) as RuleMessage) };
}

export function replayed(scene: Scene, log: readonly Message[]) {
  const simulator = simulatorOf(scene);
  const replay = simulator.replay(log, 'log', scene.rule);
  return { ...presented(simulator, scene), left: replay.left, replay, simulator };
}

export const steps = { steps: 4, stepSize: 0.25 };
