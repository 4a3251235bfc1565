import { directName } from '../../../network/feedback-weights.js';
import type { Values } from '../../../network/parameters.js';
import { statementsOf, statesOf } from '../../../rules/names.js';
import { type Formula, learnsAt, type Rule } from '../../../rules/rule.js';
import { factorsOf } from '../../factors.js';
import { keptStates } from '../../kept.js';
import type { PhaseEnd } from '../../phase-end.js';
import { isMeant } from '../../roles.js';
import type {
  Activities,
  Answering,
  Batch,
  Presentation as Presented,
  Relaxed,
  Trained,
} from '../../simulator.js';
import { toldOf } from '../../told.js';
import type { ByName } from '../projections.js';
import { lossOf, readAll, uploadAll } from '../transfer.js';
import { endOf } from './phase-end.js';
import { answer, present } from './present.js';
import type { Presentation } from './presentation.js';
import type { Given, Stage } from './stage.js';

/** What runs of a rule are given, whatever is presented. */
export type Bench<T> = Pick<Given<T>, 'm' | 'layout' | 'parameters' | 'rates' | 'rule' | 'course'>;

/** What everybody is told, and what was kept of the samples. */
export type Terms = Partial<Pick<Presented, 'updates' | 'seed' | 'kept'>>;

/** What outputs answer, or all nodes. */
export function predictPhases<T>(bench: Bench<T>, inputs: Batch['inputs'], of: Answering): ByName<T> {
  const [batch] = Object.values(inputs)[0].shape;
  return answer({ ...bench, batch, told: toldOf({}), inputs: uploadAll(bench.m, inputs) }, of);
}

/** What is told of a presentation: one activity of each node, or every state and how each phase ended. */
export interface Telling {
  readonly activity: Formula | undefined;
  /** Whether it is recorded after so many steps; undefined: after none. */
  readonly keeps?: ((step: number) => boolean) | undefined;
}

/** One presentation; parameters stay as they are. @returns tells of it, once what was read is there */
export function relaxPhases<T>(
  bench: Bench<T>,
  batch: Batch,
  terms: Terms,
  { activity, keeps }: Telling,
): () => Relaxed {
  const { m, layout, rule } = bench;
  const course = new Map<number, Activities>();
  const ends: (() => PhaseEnd)[] = [];
  const shown = (now: Presentation<T>): ByName<T> =>
    activity ? activitiesOf(now, activity) : everyState(now);
  const { presentation, answers, share } = present(givenOf(bench, batch, terms), {
    frames: keeps && { keeps, take: (now, step) => void course.set(step, readAll(m, shown(now))) },
    ...(!activity && { onEnd: (phase, now) => void ends.push(endOf(phase, now)) }),
  });
  const { state } = rule.answer;
  const forward = Object.fromEntries(layout.nodes.map(({ name }) => [name, answers[name]]));
  const ended = activity ? activitiesOf(presentation, activity) : answersOf(presentation, state);
  const loss = lossOf(m, share, batch.size);
  const relaxed = {
    forward: readAll(m, forward),
    activity: readAll(m, ended),
    gradient: readAll(m, gradientOf(bench, presentation)),
    course: [...course.values()],
    ...(!activity && { states: readAll(m, everyState(presentation)) }),
  };
  return () => ({
    loss: loss(),
    ...relaxed,
    ...(!activity && { phases: ends.map((end) => end()) }),
  });
}

/** A value of every node, and of inputs that move. */
function activitiesOf<T>({ stage, evaluate }: Presentation<T>, activity: Formula): ByName<T> {
  const moves = stage.given.rule.phases.flatMap(statementsOf).filter(({ kind }) => kind === 'move');
  const shown = stage.units.filter((unit) => unit.node || moves.some((one) => isMeant(one, unit)));
  return Object.fromEntries(shown.map(({ name }) => [name, evaluate(stage.neurons.get(name)!, activity)]));
}

/** A state of every node. */
const answersOf = <T>(presentation: Presentation<T>, state: string): ByName<T> =>
  Object.fromEntries(
    presentation.given.layout.nodes.map(({ name }) => [name, presentation.state(name, state)]),
  );

/** Every state of every node, by NODE.STATE. */
function everyState<T>(presentation: Presentation<T>): ByName<T> {
  const { layout, rule } = presentation.given;
  const entries = statesOf(rule).flatMap((state) =>
    layout.nodes.map(({ name }) => [`${name}.${state}`, presentation.state(name, state)]),
  );
  return Object.fromEntries(entries);
}

/** In the order of parameters; of weights that move meanwhile what they have moved by, over minus the learning rate. */
function gradientOf<T>(
  { m, layout, rule, parameters, rates }: Bench<T>,
  { stage }: Presentation<T>,
): ByName<T> {
  const { descent = {} } = stage.weights;
  const moved = Object.fromEntries(adaptingIn(rule, stage).map((name) => [name, descent[name]]));
  const factor = 1 / rates.learningRate;
  const all = { ...moved, ...stage.gradient };
  const forward = layout.nodes.flatMap(({ called, parameters: own }) =>
    Object.keys(own).map((key) => called(key)),
  );
  const names = [
    ...new Set(forward.filter((name) => name in all)),
    ...Object.keys(all).filter((name) => !forward.includes(name)),
  ].filter((name) => name in parameters);
  const entries = names.map((name) => {
    if (name in stage.gradient) return [name, stage.gradient[name]];
    const sum = descent[name];
    return [name, sum === undefined ? m.affine(parameters[name], 0, 0) : m.affine(sum, factor, 0)];
  });
  return Object.fromEntries(entries);
}

/** Names of the parameters that move during a presentation. */
function adaptingIn<T>({ phases, paths }: Rule, { medium, units }: Stage<T>): string[] {
  const adapt = phases
    .flatMap(statementsOf)
    .flatMap((one) => (one.kind === 'adapt' ? Object.keys(one.terms) : []));
  const names = [...new Set(adapt)].flatMap((path) => {
    const { way } = paths[path];
    return units.flatMap((unit) => {
      const { name, node } = unit;
      if (!node) return [];
      if (way === 'up') return Object.keys(node.parameters).map((key) => node.called(key));
      if (way === 'direct') return node.loss ? [] : [directName(name)];
      if (medium.hearers(path, unit).length === 0) return [];
      return node.bundles.flatMap((bundle) => (learnsAt(paths[path], bundle) ? [bundle.feedbackName] : []));
    });
  });
  return [...new Set(names)];
}

/** What a presentation leaves to learn by. */
export interface Learned<T> {
  /** Told once what was read is there. */
  readonly trained: () => Trained;
  /** Times the scale of the rates. */
  readonly gradient: Readonly<ByName<T>>;
  /** Parameters that have moved meanwhile: nothing is learned after that. */
  readonly moved?: ByName<T> | undefined;
}

/** One presentation to learn from. */
export function trainPhases<T>(bench: Bench<T>, batch: Batch, terms: Terms): Learned<T> {
  const { m, layout } = bench;
  const { presentation, answers, share } = present(givenOf(bench, batch, terms));
  const outputs = Object.fromEntries(layout.outputs.map(({ name }) => [name, answers[name]]));
  const { weights, gradient } = presentation.stage;
  const loss = lossOf(m, share, batch.size);
  const read = {
    outputs: readAll(m, outputs),
    ...(bench.rule.keeps && { kept: keptOf(presentation) }),
  };
  return {
    trained: () => ({ loss: loss(), ...read }),
    gradient,
    moved: weights.moved ? weights.parameters : undefined,
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

const givenOf = <T>(bench: Bench<T>, given: Batch, terms: Terms): Given<T> => ({
  ...bench,
  batch: given.size,
  inputs: uploadAll(bench.m, given.inputs),
  targets: uploadAll(bench.m, given.targets),
  factors: dataOf(factorsOf(bench.rule, given)),
  told: toldOf(terms),
  ...(bench.rule.keeps && terms.kept && { kept: uploadAll(bench.m, terms.kept) }),
});
