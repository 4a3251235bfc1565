import type { AnyTerm, Population } from '../../../neurons/phases/population.js';
import { statementsOf } from '../../../rules/names.js';
import type { Rule } from '../../../rules/rule.js';
import { type NamedNeurons, type NamedSynapses, synapseName } from '../watch/named.js';
import type { PhasedCircuit } from './circuit.js';
import { CarriedMonitor, type Listener, type NamedTerm, SaidMonitor, TaughtMonitor } from './monitors.js';

/** Wires somebody to those whom they want to hear; nobody is heard twice. @returns what ends it */
export function listenIn(
  circuit: PhasedCircuit,
  who: readonly (NamedNeurons | NamedSynapses)[],
  listener: Listener,
): () => void {
  const ends = [...neuronsAmong(who)].flatMap(([name, units]) => hearNeurons(circuit, name, units, listener));
  for (const [parameter, { shape, places }] of synapsesAmong(who))
    ends.push(...hearSynapses(circuit, { parameter, shape, places }, listener));
  return () => {
    for (const end of ends) end();
  };
}

function neuronsAmong(who: readonly (NamedNeurons | NamedSynapses)[]): Map<string, Set<number>> {
  const all = new Map<string, Set<number>>();
  for (const one of who) {
    if (!('node' in one)) continue;
    const units = all.get(one.node) ?? new Set();
    for (const unit of one.units) units.add(unit);
    all.set(one.node, units);
  }
  return all;
}

interface Places {
  readonly shape: readonly number[];
  readonly places: Set<number>;
}

function synapsesAmong(who: readonly (NamedNeurons | NamedSynapses)[]): Map<string, Places> {
  const all = new Map<string, Places>();
  for (const one of who) {
    if (!('parameter' in one)) continue;
    const { shape, places } = all.get(one.parameter) ?? { shape: one.shape, places: new Set() };
    for (const place of one.places) places.add(place);
    all.set(one.parameter, { shape, places });
  }
  return all;
}

function hearNeurons(
  circuit: PhasedCircuit,
  name: string,
  units: ReadonlySet<number>,
  listener: Listener,
): (() => void)[] {
  const population = circuit.population(name);
  // A dead neuron says nothing.
  const living = new Set([...units].filter((unit) => !population.silent?.[unit]));
  const termOf = termsOf(circuit.rule);
  return Object.keys(circuit.rule.paths).flatMap((path) => {
    const said = new SaidMonitor(population, path, living, hearersOf(circuit, population, path), listener);
    return [
      connect(population.voices[path], said),
      ...taught(circuit, population, path, living, termOf, listener),
    ];
  });
}

function taught(
  circuit: PhasedCircuit,
  population: Population,
  path: string,
  units: ReadonlySet<number>,
  termOf: (term: AnyTerm) => NamedTerm,
  listener: Listener,
): (() => void)[] {
  const target = taughtOf(circuit, population, path);
  if (target === undefined) return [];
  const monitor = new TaughtMonitor({ name: population.name, path, target }, units, termOf, listener);
  population.afferents[path].push(monitor);
  return [() => void population.afferents[path].splice(population.afferents[path].indexOf(monitor), 1)];
}

/** Who hears what a population says on a path. */
export function hearersOf({ projections }: PhasedCircuit, population: Population, path: string): string {
  const heard = projections.filter((one) => one.path === path && one.from === population);
  return [...new Set(heard.map(({ to }) => to.name))].join(', ');
}

/** Which synapses of a path a population teaches. A bias is a neuron's own: it is told nothing. */
export function taughtOf(
  { projections }: PhasedCircuit,
  population: Population,
  path: string,
): string | undefined {
  const ending = projections.filter((one) => one.path === path && one.to === population && !one.shared);
  if (ending.length === 0) return undefined;
  return [...new Set(ending.map(({ weights }) => weights.name))].join(', ');
}

function hearSynapses(
  { projections, lines, ports }: PhasedCircuit,
  { parameter, shape, places }: Places & { readonly parameter: string },
  listener: Listener,
): (() => void)[] {
  return projections.flatMap((projection, p) => {
    const { from, path, carries, weights } = projection;
    if (!carries || weights.name !== parameter) return [];
    const line = lines[p] ?? ports[p] ?? from.voices[path];
    const addressOf = (at: number) => synapseName(parameter, shape, at);
    const monitor = new CarriedMonitor(projection, line, places, addressOf, listener);
    return monitor.empty ? [] : [connect(line, monitor)];
  });
}

function connect<T>(to: { connect(one: T): void; disconnect(one: T): void }, one: T): () => void {
  to.connect(one);
  return () => to.disconnect(one);
}

/** What the terms of a rule are called, each by its place among those of its statement and path. */
export function termsOf({ phases }: Rule): (term: AnyTerm) => NamedTerm {
  const all = new Map<unknown, NamedTerm>();
  for (const statement of phases.flatMap(statementsOf)) {
    if (statement.kind !== 'learn' && statement.kind !== 'adapt') continue;
    for (const terms of Object.values(statement.terms)) {
      for (const [term, one] of (terms ?? []).entries()) all.set(one, { kind: statement.kind, term });
    }
  }
  return (term) => all.get(term)!;
}
