import { filter, map, Observable, Subject } from 'rxjs';
import { refuse } from '../../../errors.js';
import { type Layout, parameterName } from '../../../network/layout.js';
import { Drives } from '../../../neurons/phases/drives.js';
import { leaksAlone } from '../../../rules/leak.js';
import { statementsOf } from '../../../rules/names.js';
import type { Formula, Meant, Rule } from '../../../rules/rule.js';
import { isMeant } from '../../roles.js';
import type { PhasedCircuit } from '../phases/circuit.js';
import { calledOf, type NamedNeurons } from './named.js';
import type { Probe, Sample } from './probe.js';

/** Drives that have been set. */
interface DrivesSet {
  readonly node: string;
  readonly states: readonly number[];
  readonly units: Int32Array;
}

/** Looks at what draws states that move, under rules in phases: populations keep it while anybody looks. */
export class DriveProbes {
  private circuit: PhasedCircuit | undefined;
  private now: () => number = () => 0;
  private readonly sets = new Subject<DrivesSet>();
  private watchers = 0;

  constructor(private readonly layout: Layout) {}

  /** This is the circuit of the moment. */
  attend(circuit: PhasedCircuit, now: () => number): void {
    this.circuit = circuit;
    this.now = now;
    if (this.watchers > 0) this.keep(circuit);
  }

  /**
   * @param known the state that neurons are known by, where one is
   * @throws {InputError} on inputs that stay, and on states that nothing moves
   */
  probes(rule: Rule, who: NamedNeurons, selection: string, known?: string): Probe[] {
    const { node, units, state = known } = who;
    const moving = moved(rule);
    const isInput = this.layout.inputs.some(({ name }) => name === node);
    const own = isInput ? moving.filter((one) => isMeant(one, { node: undefined })) : moving;
    const all = [...new Set(own.map((one) => one.state))];
    const chosen = state === undefined ? all : all.filter((one) => one === state);
    const [got, where] = [JSON.stringify(selection), 'selection for drive'];
    if (moving.length === 0)
      refuse({ where, got: `${got} with rule ${rule.name}`, expected: 'a rule under which states move' });
    if (all.length === 0) refuse({ where, got, expected: 'neurons' });
    if (chosen.length === 0) {
      const expected = `a state that moves: ${all.join(', ')}`;
      refuse({ where, got, expected, hint: parameterName(node, all[0]) });
    }
    return chosen.flatMap((name) =>
      units.map((unit) => this.probe(rule, node, name, unit, `${calledOf(who, name, known)}[${unit}]`)),
    );
  }

  private probe({ name: rule }: Rule, node: string, state: string, unit: number, address: string): Probe {
    const circuit = () => (this.circuit?.rule.name === rule ? this.circuit : undefined);
    const k = () => circuit()?.states.indexOf(state) ?? -1;
    const at = (time: number) => circuit()?.population(node).drives?.at(k(), unit, time) ?? Number.NaN;
    const isSet = (one: DrivesSet) =>
      one.node === node && one.states.includes(k()) && one.units.includes(unit);
    const value = (): Sample => ({ time: this.now(), value: at(this.now()) });
    const attend = () => this.begin();
    const changes = new Observable<Sample>((subscriber) => {
      const end = attend();
      const hearing = this.sets.pipe(filter(isSet), map(value)).subscribe(subscriber);
      return () => {
        hearing.unsubscribe();
        end();
      };
    });
    return { address, at, changes, attend };
  }

  private begin(): () => void {
    if (++this.watchers === 1 && this.circuit) this.keep(this.circuit);
    return () => {
      if (--this.watchers > 0) return;
      for (const { population } of this.circuit?.members ?? []) population.drives = undefined;
    };
  }

  private keep(circuit: PhasedCircuit): void {
    const alone = leaksOf(circuit);
    const leaks = (formula: Formula) => alone.has(formula);
    for (const { population } of circuit.members) {
      const node = population.name;
      const hear = (states: readonly number[], units: Int32Array) => this.sets.next({ node, states, units });
      population.drives = new Drives(population, { leaks, hear });
    }
  }
}

/** States that move under a rule, and whose. */
function moved({ phases }: Rule): readonly (Meant & { readonly state: string })[] {
  return phases
    .flatMap(statementsOf)
    .flatMap((one) =>
      one.kind === 'move'
        ? Object.keys(one.values).map((state) => ({ who: one.who, at: one.at, state }))
        : [],
    );
}

/** Formulas that are their drives where their state is 0. */
function leaksOf({ rule }: PhasedCircuit): ReadonlySet<Formula> {
  const all = rule.phases.flatMap((phase) =>
    (phase.moves ?? []).flatMap((one) =>
      one.kind === 'move'
        ? Object.entries(one.values).flatMap(([state, formula]) =>
            leaksAlone(rule, phase, state, formula!) ? [formula!] : [],
          )
        : [],
    ),
  );
  return new Set(all);
}
