import { inletOf, keysOf, statesOf } from '../../../rules/names.js';
import type { Rule } from '../../../rules/rule.js';

/** Who looks up what a formula reads of a neuron. */
export interface Reader<V> {
  state(name: string): V;
  inlet(path: string, key: string): V;
  own(name: 'bias' | 'stimulus' | 'target'): V;
}

const reader = Symbol('reader');
type Read = { readonly [reader]: Reader<unknown> };

/** What views of a rule's neurons are made on: found once, for there is one of each node in each presentation. */
interface Shape {
  readonly states: readonly string[];
  readonly view: object;
  readonly inlets: readonly (readonly [name: string, object])[];
}

const known = new WeakMap<Rule, Shape>();

/** States that neurons of a rule have. */
export const statesIn = (rule: Rule): readonly string[] => shapeOf(rule).states;

/** An object that reads states, sums of what arrives, bias, stimulus and target of neurons by their names. */
export function viewOn<V, M extends object>(rule: Rule, of: Reader<V>, methods: M): M {
  const { view, inlets } = shapeOf(rule);
  const made = Object.assign(Object.create(view), methods, { [reader]: of });
  for (const [name, inlet] of inlets) made[name] = Object.assign(Object.create(inlet), { [reader]: of });
  return made;
}

function shapeOf(rule: Rule): Shape {
  let shape = known.get(rule);
  if (!shape) {
    shape = findShape(rule);
    known.set(rule, shape);
  }
  return shape;
}

function findShape(rule: Rule): Shape {
  const states = statesOf(rule);
  const view = {};
  const define = (object: object, name: string, get: (of: Reader<unknown>) => unknown) =>
    Object.defineProperty(object, name, {
      get(this: Read) {
        return get(this[reader]);
      },
    });
  for (const name of ['bias', 'stimulus', 'target'] as const) define(view, name, (of) => of.own(name));
  for (const name of states) define(view, name, (of) => of.state(name));
  const inlets = Object.keys(rule.paths).map((path) => {
    const inlet = {};
    for (const key of keysOf(rule, path)) define(inlet, key, (of) => of.inlet(path, key));
    return [inletOf(path), inlet] as const;
  });
  return { states, view, inlets };
}
