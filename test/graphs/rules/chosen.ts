// What nodes, and projections of theirs with weights of their own, choose of activation relaxation; it owes nothing to src.

import type { Named } from '../naive.js';
import type { ArChoice } from './ar.js';

/** `transpose,conv2d=learned`, or an object with `default`. */
type Given = string | Readonly<Record<string, string>>;

const standard = { feedback: 'transpose', derivative: 'frozen', updateDerivative: 'frozen' };

/** As an object. */
function read(given: Given | undefined): Readonly<Record<string, string>> {
  if (typeof given !== 'string') return given ?? {};
  const pairs = given.split(',').map((one) => one.split('='));
  return Object.fromEntries(pairs.map((one) => (one.length === 1 ? ['default', one[0]] : one)));
}

/** What is said of NODE:NAME goes before what is said of NODE, of the pattern, of the node's type, and of all. */
export function chosenIn(
  nodes: Readonly<Record<string, { readonly type: string }>>,
  choices: Partial<Record<keyof ArChoice, Given>>,
): (name: string, named?: Named) => ArChoice {
  const given = { feedback: read(choices.feedback), derivative: read(choices.derivative) };
  const all = { ...given, updateDerivative: read(choices.updateDerivative) };
  return (name, named) => {
    const keys = [...(named ? [`${name}:${named.name}`] : []), name, ...(named ? [named.pattern] : [])];
    keys.push(nodes[name].type, 'default');
    const chosen = Object.entries(all).map(([choice, one]) => {
      const key = keys.find((each) => each in one);
      return [choice, key === undefined ? standard[choice as keyof ArChoice] : one[key]];
    });
    return Object.fromEntries(chosen) as ArChoice;
  };
}
