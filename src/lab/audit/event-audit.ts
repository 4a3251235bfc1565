import type { Network } from '../../network/network.js';
import { initialParameters, type Parameters, type Values } from '../../network/parameters.js';
import { EventSimulator } from '../../sim/events/engine.js';
import { pathwayOf } from '../../sim/pathway.js';
import type { RelaxationRule } from '../../sim/rule.js';
import type { Batch, Relaxation } from '../../sim/simulator.js';
import { randomBatch } from '../agreement.js';
import { guardedRule } from './guarded-rule.js';
import { Ledger } from './ledger.js';
import type { Audit } from './levels.js';
import { watchCircuit } from './watched-circuit.js';
import { Formulas } from './watched-functions.js';
import { watchedGrain } from './watched-grain.js';
import { watchedRule } from './watched-rule.js';

/** A network, its first weights and what it is shown. */
export interface World {
  readonly network: Network;
  readonly seed: number;
}

/** Stimuli that each world is trained on, one after the other. */
const presentations = 3;
const learningRate = 0.1;

/**
 * Audits a rule on the event engine: trains every world under watch, with a rule whose functions cannot look at what they
 * compute with, and again unwatched, which has to give the same bits.
 * @param others worlds in which the rule has to compute the same; what is read there is not told
 */
export function auditOnEvents(
  rule: RelaxationRule,
  relaxation: Relaxation,
  worlds: readonly World[],
  others: readonly World[] = [],
): Audit {
  const findings = new Set<string>();
  const report = (finding: string) => void findings.add(finding);
  const formulas = new Formulas(report);
  const ledger = new Ledger(report);
  const before = JSON.stringify(dataOf(rule));
  const all = [
    ...worlds.map((world) => ({ world, ledger })),
    ...others.map((world) => ({ world, ledger: new Ledger(report) })),
  ];
  for (const { world, ledger } of all) {
    // Whoever has been caught once need not be asked again.
    if (findings.size === 0) auditWorld(rule, relaxation, world, ledger, formulas);
  }
  if (JSON.stringify(dataOf(rule)) !== before)
    report('the rule says other things of itself after it has run');
  return { rule: rule.name, readings: ledger.readings, formulas: formulas.all, findings: [...findings] };
}

function auditWorld(
  rule: RelaxationRule,
  relaxation: Relaxation,
  { network, seed }: World,
  ledger: Ledger,
  formulas: Formulas,
): void {
  const parameters = initialParameters(network, seed, pathwayOf(rule));
  const inputs = rule.inputsRelax ? 'relaxing' : 'clamped';
  const batches = Array.from({ length: presentations }, (_, i) => randomBatch(network, 1, 10 * seed + i));
  const watched = new EventSimulator(network, parameters, { inputs, grain: watchedGrain(ledger) });
  watchCircuit(network, watched.circuit, ledger, formulas);
  const seen = train(watched, watchedRule(rule, formulas), relaxation, batches);
  const unwatched = new EventSimulator(network, parameters, { inputs });
  const alone = train(unwatched, guardedRule(rule, ledger.report), relaxation, batches);
  const differing = firstDifference(seen, alone);
  if (differing) {
    ledger.report(
      `${differing} come out otherwise when nobody watches: something was read that was not seen`,
    );
  }
}

/** What training left: losses, outputs and parameters by name. */
type Left = Readonly<Record<string, Values | Parameters[string]>>;

function train(
  simulator: EventSimulator,
  rule: RelaxationRule,
  relaxation: Relaxation,
  batches: readonly Batch[],
): Left {
  const outputs = batches.map((batch, i) => {
    const { outputs, loss } = simulator.train(batch, { rule, relaxation, learningRate });
    const named = Object.entries(outputs).map(
      ([name, values]) => [`outputs of ${name} at ${i}`, values] as const,
    );
    return [...named, [`loss at ${i}`, { shape: [1], data: Float64Array.of(loss) }] as const];
  });
  const parameters = simulator.parameters();
  simulator.dispose();
  return { ...Object.fromEntries(outputs.flat()), ...parameters };
}

/** The first numbers that are not the same bits. */
function firstDifference(one: Left, other: Left): string | undefined {
  return Object.keys(one).find((name) => {
    const { data } = other[name];
    return one[name].data.some((x, i) => !Object.is(x, data[i]));
  });
}

// All that a rule says of itself that is not a function.
function dataOf({
  name,
  feedback,
  plasticity,
  biasInDerivative,
  inputsRelax,
  carriesUp,
  linear,
  neuron,
}: RelaxationRule) {
  const { timing, readsMoving, terms } = plasticity;
  const own = { name, biasInDerivative, inputsRelax, carriesUp, linear, terms: terms.length };
  return { ...own, feedback, timing, readsMoving, neuronLinear: neuron.linear };
}
