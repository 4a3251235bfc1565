import { refuse } from '../../errors.js';
import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { initialParameters } from '../../network/parameters.js';
import { parseNetwork } from '../../network/parse.js';
import { requirePlaces } from '../../sim/choice-places.js';
import { EventSimulator } from '../../sim/events/engine.js';
import { speakingIn } from '../../sim/events/phases/pattern-refusals.js';
import { pathwayOf } from '../../sim/pathway.js';
import { stepping } from '../../sim/phased.js';
import { relaxationOf } from '../../sim/relaxation.js';
import type { PhasedRule, Rule } from '../../sim/rule.js';
import type { Relaxation } from '../../sim/simulator.js';
import { auditOnTensors } from './batched-audit.js';
import { type Comparison, compareNeeds, declaredNeeds } from './declared.js';
import { type Audit, highest, type Level } from './levels.js';
import { auditPhases, type World } from './phases-audit.js';
import { synapsesIn } from './shared.js';
import { watchLayers } from './whole-layers.js';

/** What was seen of a rule, and whether it is what the rule says of itself. */
export interface JudgedAudit extends Audit, Comparison {
  /** The highest level of all that was read. */
  readonly level: Level;
  /**
   * Nothing was found, nothing seen that was not declared, and nothing declared that was not seen where it could be; null
   * where nothing was watched.
   */
  readonly asDeclared: boolean | null;
}

/** Two hidden layers, biases, and few enough neurons to watch each. @param loss `mse` or `cross-entropy` */
export const auditNetwork = (loss = 'mse'): Network =>
  parseNetwork({
    input: [3],
    layers: [
      { type: 'dense', units: 4, activation: 'tanh' },
      { type: 'dense', units: 3, activation: 'relu' },
      { type: 'dense', units: 2, activation: 'linear' },
    ],
    loss,
    init: { weight: { type: 'normal', sd: 0.7 }, bias: { type: 'normal', sd: 0.3 } },
  });

/** Long enough that nothing of the forward sweep is there any more. */
export const auditRelaxation: Relaxation = relaxationOf({ steps: 10, stepSize: 0.5 });

/** Beyond so many synapses watching each number takes minutes. */
const mostSynapses = 20_000;

function refuseLarge(network: Network): void {
  const { nodes } = layOut(network);
  const synapses = nodes.flatMap((node) => node.synapses()).reduce((sum, one) => sum + synapsesIn(one), 0);
  if (synapses <= mostSynapses) return;
  refuse({
    where: 'audit.network',
    got: `${synapses} synapses`,
    expected: `at most ${mostSynapses}: every number is watched`,
    hint: 'the same layers with fewer units, which read the same',
  });
}

/**
 * Runs a rule, takes down all that it reads, and compares that with what it declares. On a network of one's own what is
 * declared and not seen is no fault: with no hidden layer, say, nothing relaxes.
 * @throws {InputError} on a network that is too large to watch, or a relaxation without meaning under the rule
 */
export function auditRule(rule: Rule, given = auditRelaxation, network?: Network): JudgedAudit {
  // Rules in phases have steps of their own.
  const relaxation = rule.kind === 'phases' ? relaxationOf({ solver: 'euler' }) : given;
  const watched = network ?? auditNetwork();
  refuseLarge(watched);
  requirePlaces(layOut(watched), rule);
  const worlds = [1, 2].map((seed) => ({ network: watched, seed }));
  return judged(rule, relaxation, watched, auditOf(rule, relaxation, worlds), network === undefined);
}

function auditOf(rule: Rule, relaxation: Relaxation, worlds: readonly World[]): Audit {
  if (rule.kind === 'backpropagation') return auditOnTensors(rule, relaxation, worlds);
  const inPhases = rule.kind === 'phases' ? rule : stepping(rule, relaxation);
  for (const { network, seed } of worlds) refuseSpeech(network, seed, inPhases, relaxation);
  const audit = auditPhases(inPhases, relaxation, worlds);
  const findings = new Set(audit.findings);
  const report = (finding: string) => void findings.add(finding);
  const layers = watchLayers(rule, relaxation, worlds, { report });
  return { ...audit, findings: [...findings], layers };
}

// A way of speaking that a network's nodes do not have is no fault of the rule's.
function refuseSpeech(network: Network, seed: number, rule: PhasedRule, relaxation: Relaxation): void {
  const simulator = new EventSimulator(network, initialParameters(network, seed, pathwayOf(rule)));
  speakingIn(simulator.circuitOf(rule), rule, relaxation);
}

/** An audit held to what a rule declares. @param complete all that is declared can be seen on the network */
export function judged(
  rule: Rule,
  relaxation: Relaxation,
  watched: Network,
  audit: Audit,
  complete: boolean,
): JudgedAudit {
  const comparison = compareNeeds(audit.readings, declaredNeeds(rule, relaxation, layOut(watched)));
  const { findings, readings } = audit;
  const { undeclared, unseen } = comparison;
  const asDeclared = findings.length === 0 && undeclared.length === 0 && (unseen.length === 0 || !complete);
  return { ...audit, ...comparison, level: highest(readings), asDeclared };
}
