import { directName } from '../../../network/feedback-weights.js';
import { statementsOf, statesOf } from '../../../rules/names.js';
import { type Formula, learnsAt, type Rule } from '../../../rules/rule.js';
import type { PhaseEnd } from '../../phase-end.js';
import { isMeant } from '../../roles.js';
import type { Activities, Answering, Batch, Relaxed } from '../../simulator.js';
import { toldOf } from '../../told.js';
import type { ByName } from '../projections.js';
import { lossesOf, meanOf, readAll, uploadAll } from '../transfer.js';
import { type Bench, givenOf, type Terms } from './bench.js';
import { endOf } from './phase-end.js';
import { answer, present } from './present.js';
import type { Presentation } from './presentation.js';
import type { Stage } from './stage.js';

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
  const loss = meanOf(m, lossesOf(m, share), batch.size);
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
