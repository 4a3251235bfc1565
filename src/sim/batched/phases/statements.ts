import type { Meant, Signals, Statement } from '../../../rules/rule.js';
import { isMeant } from '../../roles.js';
import type { ByName } from '../projections.js';
import { scaledRates } from '../weights.js';
import { addTerms } from './gradients.js';
import type { Unit } from './medium.js';
import type { Neurons } from './neurons.js';
import type { Stage } from './stage.js';
import type { Value } from './value.js';

type Say = Extract<Statement, { kind: 'say' }>;
type Change = Extract<Statement, { kind: 'set' | 'move' }>;
type Learn = Extract<Statement, { kind: 'learn' | 'adapt' }>;

/** Of nodes of which only some units are meant: a one for each that is, [1, units]. */
export type Chosen<T> = ReadonlyMap<string, T>;

/** Has some do some statements, one after the other: all are done with one before the next begins. */
export function perform<T>(
  stage: Stage<T>,
  units: readonly Unit[],
  signals: Signals,
  ...lists: (readonly Statement[] | undefined)[]
): void {
  for (const list of lists) {
    for (const statement of list ?? []) {
      if (statement.kind === 'say') say(stage, statement, units, signals);
      else if (statement.kind === 'set' || statement.kind === 'move')
        change(stage, statement, units, signals);
      else if (statement.kind === 'learn') learn(stage, statement, units, signals);
      else adapt(stage, [statement], units, signals)();
    }
  }
}

/** Has some say what they do when somebody asks for it, or anything changes. Where they do more than say, they do it now. */
export function performLater<T>(
  stage: Stage<T>,
  units: readonly Unit[],
  signals: Signals,
  statements: readonly Statement[],
): void {
  const said = statements.flatMap((one) =>
    one.kind === 'say' ? Object.keys(one.values).map((key) => ({ path: one.path, key })) : [],
  );
  const speak = () => perform(stage, units, signals, statements);
  if (statements.every(({ kind }) => kind === 'say')) stage.medium.due.putOff(said, speak);
  else speak();
}

/** States that follow at once, or move. @param chosen of some nodes only these units */
export function change<T>(
  stage: Stage<T>,
  { kind, values, ...whom }: Change,
  units: readonly Unit[],
  signals: Signals,
  chosen?: Chosen<T>,
): void {
  stage.medium.due.speak();
  const { add, mul } = stage.values;
  // What moves does so from the same states; what is set follows from what was set before it.
  const moved: (() => void)[] = [];
  const all = Object.entries(values);
  for (const neurons of meant(stage, whom, units)) {
    const only = chosen?.get(neurons.unit.name);
    for (const [name, formula] of all) {
      const value = formula!<Value<T>>(stage.values, neurons.view, signals);
      if (kind === 'set') put(stage, neurons, name, value, only);
      else {
        const after = add(neurons.state(name), mul(value, signals.stepSize));
        moved.push(() => put(stage, neurons, name, after, only));
      }
    }
  }
  for (const move of moved) move();
}

function put<T>({ m }: Stage<T>, neurons: Neurons<T>, name: string, after: Value<T>, only?: T): void {
  if (only === undefined) {
    neurons.put(name, after);
    return;
  }
  const before = neurons.full(neurons.state(name));
  neurons.put(name, m.add(before, m.mul(m.sub(neurons.full(after), before), only)));
}

/** What is said is composed by all before any of it is delivered; what nobody hears is not. */
function say<T>(
  stage: Stage<T>,
  { path, values, ...whom }: Say,
  units: readonly Unit[],
  signals: Signals,
): void {
  const { medium } = stage;
  medium.due.speak();
  const speakers = meant(stage, whom, units).filter(({ unit }) => medium.hearers(path, unit).length > 0);
  const all = Object.entries(values);
  const composed: Value<T>[] = [];
  for (const { view } of speakers)
    for (const [, formula] of all) composed.push(formula!<Value<T>>(stage.values, view, signals));
  let next = 0;
  for (const { unit } of speakers) for (const [key] of all) medium.say(path, unit, key, composed[next++]);
}

function learn<T>(
  stage: Stage<T>,
  statement: Learn,
  units: readonly Unit[],
  signals: Signals,
  scale = stage.given.rates.scale,
  gradient: ByName<T> = stage.gradient,
): void {
  const { layout } = stage.given;
  const nodes = layout.nodes.filter(({ name }) => units.some((unit) => unit.name === name));
  const learning = { stage, nodes, signals, scale, gradient };
  for (const [path, list] of Object.entries(statement.terms)) addTerms(learning, statement, path, list!);
}

/**
 * Weights move, over one step.
 * @returns a function that puts them in place: what has been said until then was weighed before
 */
export function adapt<T>(
  stage: Stage<T>,
  statements: readonly Learn[],
  units: readonly Unit[],
  signals: Signals,
): () => void {
  const { weights, medium, given } = stage;
  medium.due.speak();
  const rates = scaledRates(given.rates, signals.stepSize);
  const gradient: ByName<T> = {};
  for (const statement of statements) learn(stage, statement, units, signals, rates.scale, gradient);
  const change = weights.step(...descended(stage, statements[0], gradient, signals), rates);
  return () => {
    medium.settle();
    for (const neurons of stage.neurons.values()) neurons.settle();
    change();
    medium.change(weights.synapses);
  };
}

/** What weights descend, and whether it stays somebody else's. */
function descended<T>(
  { memory, traces }: Stage<T>,
  statement: Learn,
  gradient: ByName<T>,
  { stepSize }: Signals,
): [ByName<T>, boolean] {
  const lowpass = statement.kind === 'adapt' ? statement.lowpass : undefined;
  if (lowpass === undefined) {
    memory.release(Object.values(gradient));
    return [gradient, false];
  }
  traces.follow(statement, gradient, stepSize / lowpass);
  return [traces.of(statement), true];
}

function meant<T>({ neurons }: Stage<T>, whom: Meant, units: readonly Unit[]): Neurons<T>[] {
  const found: Neurons<T>[] = [];
  for (const unit of units) if (isMeant(whom, unit)) found.push(neurons.get(unit.name)!);
  return found;
}
