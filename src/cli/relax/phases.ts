import { refuse } from '../../errors.js';
import { isTaught, readStimulus } from '../../lab/batch-files.js';
import { readJson } from '../../lab/files.js';
import { outTarget, refuseUnwritable } from '../../lab/out-file.js';
import { readParameters, tensorOf } from '../../lab/parameter-files.js';
import { createProgress } from '../../lab/progress.js';
import { type Tensor, writeSafetensors } from '../../lab/safetensors/index.js';
import { layOut } from '../../network/layout.js';
import { parseNetwork } from '../../network/parse.js';
import type { RuleFamily } from '../../rules/family.js';
import { statementsOf } from '../../rules/names.js';
import type { Rule } from '../../rules/rule.js';
import { backendLine } from '../../sim/batched/backend.js';
import { createSimulator } from '../../sim/create.js';
import { requireNodes } from '../../sim/odd-nodes.js';
import { requireWeights } from '../../sim/own-weights.js';
import type { PhaseEnd } from '../../sim/phase-end.js';
import { phased } from '../../sim/phased.js';
import { ruleOptionsOf } from '../../sim/rule-options.js';
import type { RuleName } from '../../sim/rules.js';
import type { Activities, Relaxed } from '../../sim/simulator.js';
import { refuseKept } from '../../sim/support.js';
import type { GrainName } from '../../synapses/grains.js';
import { given } from '../arguments.js';
import { energyLine } from '../energy-line.js';
import { print, say } from '../output.js';
import type { ParamsOptions } from '../params-options.js';
import { type PhasesCourse, phasedRelaxationFrom } from '../relaxation-options.js';
import { refuseIdleSteps } from '../rule-options.js';
import { type SpeechOptions, withQuantaFor } from '../speech-options.js';
import { refuseNonFinite, withProgress } from './parts.js';
import { writeSweep } from './sweep.js';

/** What a presentation is asked for. */
export interface PhasesOptions extends SpeechOptions, PhasesCourse, ParamsOptions {
  readonly params: string;
  readonly batch: string;
  readonly out: string;
  readonly engine: 'events' | 'batched';
  readonly grain?: GrainName | undefined;
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
  readonly learningRate?: number | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/**
 * Presents a batch under a rule in phases, and writes where all of its states ended, and gradients.
 * @param check is told whether there are targets: without, options of what would come after the answer change nothing
 */
export async function relaxPhases(
  file: string,
  family: RuleFamily,
  chosen: Readonly<Record<string, unknown>>,
  options: PhasesOptions,
  check: (targets: boolean) => void,
): Promise<void> {
  const { engine, grain, backend, threads, quiet } = options;
  const all = ruleOptionsOf(family, chosen, 'relax');
  const rule = phased(family, all);
  refuseKept('--rule', rule);
  const learningRate = rateFrom(rule.rule, options);
  const asked = phasedRelaxationFrom(rule, engine, options);
  refuseIdleSteps(family, chosen, rule, asked);
  const network = parseNetwork(readJson(file), file);
  requireNodes(file, network, family.name as RuleName, all);
  const parameters = readParameters(options.params, network, options);
  requireWeights(layOut(network), parameters, rule.rule);
  const relaxation = withQuantaFor(asked, options, network, parameters, rule);
  const batch = readStimulus(options.batch, network);
  check(isTaught(batch));
  refuseUnwritable(options.out);
  const created = await createSimulator(engine, network, parameters, { backend, threads, grain });
  if (created.backend && !quiet) say(backendLine(created.backend));
  if (!isTaught(batch)) return writeSweep(created.simulator, batch.inputs, rule, options);
  const progress = createProgress({
    total: batch.size,
    unit: 'sample',
    label: rule.name,
    quiet: quiet || batch.size === 1 || engine === 'batched',
  });
  const relaxed = await withProgress(progress, (onSample) =>
    created.simulator.relax(batch, {
      rule,
      relaxation,
      onSample,
      ...(learningRate !== undefined && { learningRate }),
    }),
  );
  const tensors = tensorsOf(relaxed);
  refuseNonFinite(options.batch, relaxed.loss, tensors);
  writeSafetensors(outTarget(options.out), tensors);
  if (!quiet) for (const line of unsettled(rule.rule, relaxed)) say(line);
  report(relaxed, tensors, batch.size, options);
}

function rateFrom(rule: Rule, { learningRate }: PhasesOptions): number | undefined {
  const adapts = rule.phases.flatMap(statementsOf).some(({ kind }) => kind === 'adapt');
  if (adapts === (learningRate !== undefined)) return learningRate;
  return adapts
    ? refuse({
        where: 'rule',
        got: 'no learning rate',
        expected: 'one, per tau',
        hint: '--learning-rate 0.01',
      })
    : refuse({
        where: '--learning-rate',
        got: String(learningRate),
        expected: 'none: nothing learns on the way',
      });
}

function tensorsOf({ forward, states, gradient }: Relaxed): [string, Tensor][] {
  const named = (values: Activities, suffix: string) =>
    Object.entries(values).map(([name, value]): [string, Tensor] => [name + suffix, tensorOf(value)]);
  return [...named(forward, '.answer'), ...named(states!, ''), ...named(gradient, '.grad')];
}

/** A phase has settled where nothing moves faster than this share of the largest value, per tau. */
const settled = 1e-2;

/** What to say of phases that did not settle. */
function unsettled(rule: Rule, { phases = [], states = {} }: Relaxed): string[] {
  let largest = 0;
  for (const { data } of Object.values(states)) {
    for (const value of data) largest = Math.max(largest, Math.abs(value));
  }
  const moving = phases.filter(
    ({ name, velocity = 0 }) => velocity > settled * largest && !isBounded(rule, name),
  );
  return moving.map(
    ({ name, velocity }) =>
      `phase ${name} has not settled: |dx/dt| up to ${velocity!.toPrecision(3)} per tau, values up to ` +
      `${largest.toPrecision(3)}; more steps, or smaller ones if it grows with their number`,
  );
}

/** States are kept within bounds after a step: what drives them out of these says nothing of settling. */
function isBounded({ phases }: Rule, name: string): boolean {
  const { moves = [] } = phases.find((phase) => phase.name === name)!;
  const moved = new Set(moves.flatMap((one) => (one.kind === 'move' ? Object.keys(one.values) : [])));
  return moves.some((one) => one.kind === 'set' && Object.keys(one.values).some((state) => moved.has(state)));
}

function report(
  { loss, phases = [], messages, energy }: Relaxed,
  tensors: readonly (readonly [string, Tensor])[],
  samples: number,
  { out, json }: PhasesOptions,
): void {
  const summary = { out, samples, loss, tensors: tensors.map(([name]) => name), phases };
  print(json, { ...summary, ...given({ messages, energy }) }, () => [
    `loss ${loss}; ${tensors.length} tensors in ${out}`,
    ...phases.map(lineOf),
    ...(energy ? [energyLine(energy, samples)] : []),
  ]);
}

function lineOf({ name, energy, velocity, kinks }: PhaseEnd): string {
  const parts = [
    ...(energy === undefined ? [] : [`energy ${energy.toPrecision(6)}`]),
    ...(velocity === undefined ? [] : [`|dx/dt| up to ${velocity.toPrecision(3)} per tau`]),
    ...(kinks ? [`${kinks.crossed} kinks crossed, ${kinks.held} held`] : []),
  ];
  return `phase ${name}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}
