import { filter, map, type Observable, Subject } from 'rxjs';
import { choose, refuse } from '../../../errors.js';
import type { Layout } from '../../../network/layout.js';
import { statesOf } from '../../../rules/names.js';
import type { Rule } from '../../../rules/rule.js';
import type { PhasedCircuit } from '../phases/circuit.js';
import { DriveProbes } from './drive-probes.js';
import { calledOf, type NamedNeurons, type NamedSynapses, named, synapseName } from './named.js';
import type { Probe, Sample } from './probe.js';

/** States of neurons, what draws them, or weights. */
const quantities = { activity: 'activity', drive: 'drive', weight: 'weight' } as const;

/** The name of a quantity. */
export type QuantityName = keyof typeof quantities;

interface Set {
  readonly node: string;
  readonly states: readonly number[];
  readonly units: Int32Array;
}

/** Looks at states and weights under rules in phases, in whatever circuit they are played. */
export class StateWatch {
  private circuit: PhasedCircuit | undefined;
  private now: () => number = () => 0;
  private readonly sets = new Subject<Set>();
  private readonly moves = new Subject<void>();
  private readonly drives: DriveProbes;

  constructor(private readonly layout: Layout) {
    this.drives = new DriveProbes(layout);
  }

  /** This is the circuit of the moment. */
  attend(circuit: PhasedCircuit, now: () => number): void {
    this.circuit = circuit;
    this.now = now;
    this.drives.attend(circuit, now);
  }

  get watching(): boolean {
    return this.sets.observed;
  }

  /** States of some neurons have been set. */
  noteSet(node: string, states: readonly number[], units: Int32Array): void {
    if (this.sets.observed) this.sets.next({ node, states, units });
  }

  /** Weights have moved. */
  noteMove(): void {
    if (this.moves.observed) this.moves.next();
  }

  /**
   * Of `activity` the states of neurons and inputs, `NAME` (all of them), `NAME.STATE`, `NAME.STATE[3]`; of `drive` what draws
   * those that move, in dx/dt = -x + drive; of `weight` weights.
   * @param known the state that neurons are known by, where one is: then `NAME` is that one, and so it is called
   * @throws {InputError} on a name that is not there, or of what has no such quantity
   */
  probes(rule: Rule, quantity: string, selections: readonly string[], known?: string): Probe[] {
    const chosen = choose(`watch with rule ${rule.name}`, quantities, quantity);
    const states = statesOf(rule);
    const probes = selections.flatMap((selection) => {
      const who = named(this.layout, selection, states);
      if (chosen === 'activity' && 'node' in who) return this.stateProbes(rule, states, who, known);
      if (chosen === 'drive' && 'node' in who) return this.drives.probes(rule, who, selection, known);
      if (chosen === 'weight' && 'parameter' in who) return this.weightProbes(rule, who);
      const expected = { weight: 'synapses: NAME.weight', drive: 'neurons', activity: 'neurons and inputs' }[
        chosen
      ];
      return refuse({ where: `selection for ${quantity}`, got: JSON.stringify(selection), expected });
    });
    return [...new Map(probes.map((probe) => [probe.address, probe])).values()];
  }

  private stateProbes(
    rule: Rule,
    states: readonly string[],
    who: NamedNeurons,
    known: string | undefined,
  ): Probe[] {
    const { node, units, state = known } = who;
    const all = state === undefined ? states : [state];
    return all.flatMap((name) => {
      // Under other options a rule may have its states in another order.
      const place = () => this.of(rule)?.states.indexOf(name) ?? -1;
      const value = (unit: number, time: number) => {
        const k = place();
        const population = this.of(rule)?.population(node);
        return population?.course?.at(k, unit, time) ?? population?.states[k]?.[unit] ?? Number.NaN;
      };
      return units.map((unit) => {
        const isSet = (one: Set) =>
          one.node === node &&
          one.states.includes(place()) &&
          (unit < one.units.length && one.units[unit] === unit ? true : one.units.includes(unit));
        const changes = this.sets.pipe(filter((one) => this.of(rule) !== undefined && isSet(one)));
        return this.probe(`${calledOf(who, name, known)}[${unit}]`, (time) => value(unit, time), changes);
      });
    });
  }

  private weightProbes(rule: Rule, { parameter, shape, places }: NamedSynapses): Probe[] {
    const value = (place: number) => this.of(rule)?.weights.get(parameter)?.values[place] ?? Number.NaN;
    const changes = this.moves.pipe(filter(() => this.of(rule)?.weights.has(parameter) === true));
    return places.map((place) =>
      this.probe(synapseName(parameter, shape, place), () => value(place), changes),
    );
  }

  private probe(address: string, value: (time: number) => number, changes: Observable<unknown>): Probe {
    return {
      address,
      at: value,
      changes: changes.pipe(map((): Sample => ({ time: this.now(), value: value(this.now()) }))),
    };
  }

  /** The circuit of the moment, if it is one of that rule, whatever its options. */
  private of({ name }: Rule): PhasedCircuit | undefined {
    return this.circuit?.rule.name === name ? this.circuit : undefined;
  }
}
