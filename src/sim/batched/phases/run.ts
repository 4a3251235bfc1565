import type { Values } from '../../../network/parameters.js';
import { statesOf } from '../../../rules/names.js';
import type { Phase } from '../../../rules/rule.js';
import { factorsOf } from '../../factors.js';
import { keptStates } from '../../kept.js';
import type { PhasedRule } from '../../rule.js';
import type {
  Activities,
  Batch,
  PhaseEnd,
  Presentation as Presented,
  Relaxed,
  Trained,
} from '../../simulator.js';
import { toldOf } from '../../told.js';
import type { ByName } from '../forward.js';
import type { Frames } from '../solver.js';
import { lossOf, readAll, uploadAll } from '../transfer.js';
import type { MovingWeights } from '../weights.js';
import { answer, present } from './present.js';
import type { Given, Presentation } from './presentation.js';

/** What runs of a rule in phases are given, whatever is presented. */
export type Bench<T> = Pick<Given<T>, 'm' | 'layout' | 'parameters' | 'rates'>;

/** What everybody is told, and what was kept of the samples. */
export type Terms = Partial<Pick<Presented, 'updates' | 'seed' | 'kept'>>;

/** What outputs answer. */
export function predictPhases<T>(bench: Bench<T>, { rule }: PhasedRule, inputs: Batch['inputs']): ByName<T> {
  const [batch] = Object.values(inputs)[0].shape;
  return answer({ ...bench, rule, batch, told: toldOf({}), inputs: uploadAll(bench.m, inputs) });
}

/** One presentation; parameters stay as they are. @param frames takes the states of all nodes after steps */
export function relaxPhases<T>(
  bench: Bench<T>,
  rule: PhasedRule,
  batch: Batch,
  terms: Terms,
  frames?: Frames<T>,
): Omit<Relaxed, 'course'> {
  const { m, layout } = bench;
  const ends: PhaseEnd[] = [];
  const onStep =
    frames && ((phase: Phase, step: number, now: Presentation<T>) => take(frames, phase, step, now));
  const { presentation, answers, share } = present(givenOf(bench, rule, batch, terms), {
    ...(onStep && { onStep }),
    onEnd: (end) => void ends.push(end),
  });
  const names = layout.nodes.map(({ name }) => name);
  const activity = names.map((name) => [name, presentation.state(name, rule.rule.answer.state)]);
  const { moved, gradient } = presentation;
  return {
    loss: lossOf(m, share, batch.size),
    forward: readAll(m, Object.fromEntries(names.map((name) => [name, answers[name]]))),
    activity: readAll(m, Object.fromEntries(activity)),
    gradient: readAll(m, moved ? perRate(bench, moved) : gradient),
    states: readAll(m, everyState(presentation)),
    phases: ends,
  };
}

function take<T>(frames: Frames<T>, phase: Phase, step: number, presentation: Presentation<T>): void {
  if (phase.steps === undefined || !frames.keeps(step)) return;
  presentation.given.m.scope(() => {
    frames.take(everyState(presentation));
    return [];
  });
}

/** Every state of every node, by NODE.STATE. */
function everyState<T>(presentation: Presentation<T>): ByName<T> {
  const { layout, rule } = presentation.given;
  const entries = statesOf(rule).flatMap((state) =>
    layout.nodes.map(({ name }) => [`${name}.${state}`, presentation.state(name, state)]),
  );
  return Object.fromEntries(entries);
}

/** What parameters have moved by, over minus the learning rate. */
function perRate<T>({ m, rates }: Bench<T>, { descent = {} }: MovingWeights<T, unknown>): ByName<T> {
  const factor = 1 / rates.learningRate;
  const entries = Object.entries(descent).map(([name, sum]) => [name, m.affine(sum, factor, 0)]);
  return Object.fromEntries(entries);
}

/** What a presentation leaves to learn by. */
export interface Learned<T> {
  readonly trained: Trained;
  /** Times the scale of the rates. */
  readonly gradient: Readonly<ByName<T>>;
  /** Parameters that have moved meanwhile: nothing is learned after that. */
  readonly moved?: ByName<T> | undefined;
}

/** One presentation to learn from. */
export function trainPhases<T>(bench: Bench<T>, rule: PhasedRule, batch: Batch, terms: Terms): Learned<T> {
  const { m, layout } = bench;
  const { presentation, answers, share } = present(givenOf(bench, rule, batch, terms));
  const outputs: Activities = readAll(
    m,
    Object.fromEntries(layout.outputs.map(({ name }) => [name, answers[name]])),
  );
  const { moved, gradient } = presentation;
  return {
    trained: {
      loss: lossOf(m, share, batch.size),
      outputs,
      ...(rule.rule.keeps && { kept: keptOf(presentation) }),
    },
    gradient,
    moved: moved?.parameters,
  };
}

/** What the rule keeps of the samples, as it is now. */
function keptOf<T>(presentation: Presentation<T>): Activities {
  const { m, layout, rule } = presentation.given;
  const entries = keptStates(layout, rule).map(({ name, node, state }) => [
    name,
    presentation.state(node, state),
  ]);
  return readAll(m, Object.fromEntries(entries));
}

const dataOf = (factors: Readonly<Record<string, Values>>) =>
  Object.fromEntries(Object.entries(factors).map(([name, { data }]) => [name, data]));

const givenOf = <T>(bench: Bench<T>, { rule }: PhasedRule, given: Batch, terms: Terms): Given<T> => ({
  ...bench,
  rule,
  batch: given.size,
  inputs: uploadAll(bench.m, given.inputs),
  targets: uploadAll(bench.m, given.targets),
  factors: dataOf(factorsOf(rule, given)),
  told: toldOf(terms),
  ...(rule.keeps && terms.kept && { kept: uploadAll(bench.m, terms.kept) }),
});
