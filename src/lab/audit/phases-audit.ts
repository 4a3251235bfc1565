import { layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { initialParameters, type Parameters } from '../../network/parameters.js';
import { needsOf } from '../../rules/needs.js';
import { EventSimulator } from '../../sim/events/engine.js';
import type { PhasedCircuit } from '../../sim/events/phases/circuit.js';
import { pathwayOf } from '../../sim/pathway.js';
import type { PhasedRule } from '../../sim/rule.js';
import type { Relaxation } from '../../sim/simulator.js';
import { randomBatch } from '../agreement.js';
import { byEquations } from './by-equations.js';
import { declaredNeeds } from './declared.js';
import { derivedReading } from './derived.js';
import { formulasIn, nodesOf } from './differing.js';
import { HeardLedger } from './heard-ledger.js';
import { keptNumbers } from './kept.js';
import type { Audit, Need } from './levels.js';
import { sharedWeight, sharingNodes } from './shared.js';

/** A network, its first weights and what it is shown. */
export interface World {
  readonly network: Network;
  readonly seed: number;
}

/** Makes the simulator that is watched. */
export type Make = (network: Network, parameters: Parameters, rule: PhasedRule) => EventSimulator;

const presentations = 2;

const everySynapse: Make = (network, parameters) =>
  new EventSimulator(network, parameters, { grain: 'synapse' });

/**
 * Audits a rule in phases on the event engine. Its needs follow from its equations; so these are run beside the rule, which
 * has to give the same bits; all that neurons find as having arrived, and synapses learn from, has to be what messages
 * brought; and weights of other synapses are seen where a message was weighed by them.
 */
export function auditPhases(
  rule: PhasedRule,
  relaxation: Relaxation,
  worlds: readonly World[],
  make: Make = everySynapse,
): Audit {
  const findings = new Set<string>();
  const report = (finding: string) => void findings.add(finding);
  const borrowed = new Set<string>();
  let shares = false;
  for (const world of worlds) {
    const ledger = auditWorld(rule, relaxation, world, make, report);
    for (const path of ledger.borrowed) borrowed.add(path);
    shares ||= ledger.shares;
  }
  const [{ network }] = worlds;
  const sharing = sharingNodes(layOut(network)).map(({ name }) => name);
  const derived = declaredNeeds({ ...rule, needs: needsOf(rule.rule) }, relaxation, layOut(network));
  const seen = derived.filter((need) =>
    need === sharedWeight ? shares : !isTransport(rule, need) || borrowed.has(need.update),
  );
  const kept = keptNumbers(rule.rule, layOut(network));
  const having = nodesOf(rule.rule, layOut(network));
  const readings = [...seen, ...undeclared(derived, borrowed)].map((need) => {
    const numbers = kept(need);
    const where = need === sharedWeight ? sharing : having(need);
    return { ...derivedReading(need), where, ...(numbers && { kept: numbers }) };
  });
  return {
    rule: rule.name,
    readings,
    formulas: formulasIn(rule.rule, layOut(network)),
    findings: [...findings],
  };
}

/** A weight of the way up that carries down. */
const isTransport = ({ rule }: PhasedRule, { update, reads }: Need) =>
  reads === 'weight' && update in rule.paths;

const undeclared = (derived: readonly Need[], borrowed: ReadonlySet<string>): readonly Need[] =>
  [...borrowed]
    .filter((path) => !derived.some(({ update, reads }) => update === path && reads === 'weight'))
    .map((update) => ({ update, reads: 'weight', level: 3 }));

function auditWorld(
  rule: PhasedRule,
  relaxation: Relaxation,
  { network, seed }: World,
  make: Make,
  report: (finding: string) => void,
): HeardLedger {
  const parameters = initialParameters(network, seed, pathwayOf(rule));
  const watched = make(network, parameters, rule);
  const circuit = watched.circuitOf(rule);
  runFormulas(circuit);
  const ledger = new HeardLedger(circuit, report);
  const names = [...Object.keys(network.inputs), ...Object.keys(network.nodes)];
  const weights = layOut(network).nodes.flatMap(({ name, bundles }) => [
    ...bundles.flatMap(({ weight, feedbackName, feedback }) =>
      feedback ? [weight, feedbackName] : [weight],
    ),
    `${name}.direct`,
  ]);
  watched.listen(...names, ...weights).subscribe((message) => ledger.hear(message));
  const equations = { ...rule, rule: byEquations(rule.rule) };
  const alone = new EventSimulator(network, parameters);
  for (let i = 0; i < presentations; i++) {
    const batch = randomBatch(network, 1, 10 * seed + i);
    const present = (simulator: EventSimulator, one: PhasedRule) => {
      const presentation = { rule: one, relaxation, learningRate: 0.1 };
      ledger.begin();
      const { states, gradient } = simulator.relax(batch, presentation);
      ledger.begin();
      simulator.train(batch, presentation);
      return { ...states, ...gradient, ...simulator.parameters() };
    };
    const differing = firstDifference(() => [present(watched, rule), present(alone, equations)], report);
    if (differing)
      report(
        `${differing} comes out otherwise than by the equations: something is read that they do not say`,
      );
  }
  return ledger;
}

/** Has neurons run the formulas themselves, instead of what these come to on symbols. */
function runFormulas({ script }: PhasedCircuit): void {
  for (const { begins, talk, moves, ends } of script) {
    for (const step of [...begins, ...talk, ...moves, ...ends]) {
      if (!('recipes' in step)) continue;
      for (const recipe of step.recipes)
        Object.assign(recipe, { program: undefined, copies: undefined, constant: undefined });
    }
  }
}

type Left = Readonly<Record<string, { readonly data: ArrayLike<number> }>>;

/** The first name under which something else is left. */
function firstDifference(
  present: () => readonly [Left, Left],
  report: (finding: string) => void,
): string | undefined {
  try {
    const [seen, wanted] = present();
    return Object.keys(wanted).find((name) => !same(seen[name]?.data ?? [], wanted[name].data));
  } catch (error) {
    report(`it fails where it is presented: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** To the bit. */
const same = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((x, i) => Object.is(x, b[i]));
