import { refuse } from '../../../errors.js';
import type { Formula, Path, Statement } from '../../../rules/rule.js';
import { isMeant } from '../../roles.js';
import { type Form, formsOver } from './forms.js';
import type { Unit } from './medium.js';
import { MovingView } from './moving-view.js';
import { talkParts } from './parts.js';
import type { Passage } from './solver.js';
import type { Value } from './value.js';

/** dx/dt = -x + sum of factor * what arrives + source, of the neurons of a node. */
interface Equation<T> {
  readonly state: string;
  readonly inlets: readonly { readonly path: string; readonly key: string; readonly factor: Value<T> }[];
  readonly source: Value<T>;
}

/** What one node's neurons hear of another's: linear in the state of those who speak, and a constant. */
export interface Link<T> {
  readonly from: Unit;
  readonly constant: T | undefined;
  /** Of that part of their state. */
  pass(state: T): T;
}

/** A phase that is linear in what moves, as its formulas say: who moves how, and how news travel. */
export class LinearPhase<T> {
  /** Those who speak before those who hear them. */
  readonly order: readonly Unit[];
  /** The way that news of what moves go; undefined where they go nowhere. */
  readonly way: Path['way'] | undefined;
  private readonly equations = new Map<string, Equation<T>>();
  private readonly messages = new Map<string, ReadonlyMap<string, Form<T>>>();
  private readonly heard = new Map<string, readonly Link<T>[]>();

  constructor(private readonly passage: Passage<T>) {
    const { stage, phase } = passage;
    const { rule } = stage.given;
    const { moving, movingTalk } = talkParts(rule, phase);
    const said = movingTalk.find((one) => one.kind === 'say');
    this.way = said && rule.paths[said.path].way;
    this.order = speakersFirst(stage.units, this.way);
    for (const unit of stage.units) this.read(unit, moving);
  }

  moves({ name }: Unit): boolean {
    return this.equations.has(name);
  }

  /** Where its state is now. */
  state(unit: Unit): Value<T> {
    const { state } = this.equations.get(unit.name)!;
    return this.passage.stage.neurons.get(unit.name)!.state(state);
  }

  put(unit: Unit, value: T): void {
    this.passage.stage.neurons.get(unit.name)!.put(this.equations.get(unit.name)!.state, value);
  }

  /** Puts what is worked out when it is asked for. */
  putOff(unit: Unit, find: () => T): void {
    this.passage.stage.neurons.get(unit.name)!.putOff(this.equations.get(unit.name)!.state, find);
  }

  /** What drives a node from outside of all that moves. */
  source(unit: Unit): Value<T> {
    return this.equations.get(unit.name)!.source;
  }

  /** Where a node is drawn to by what has arrived now. */
  target(unit: Unit): T {
    const { stage } = this.passage;
    const { inlets, source } = this.equations.get(unit.name)!;
    const { add, mul } = stage.values;
    const arrived = inlets.map(({ path, key, factor }) => mul(stage.medium.arrived(path, unit, key), factor));
    const drive = [...arrived, source].reduce<Value<T>>((sum, part) => add(sum, part), 0);
    return stage.medium.full(drive, unit.size);
  }

  /** Whom a node hears, one by one. */
  links(unit: Unit): readonly Link<T>[] {
    let links = this.heard.get(unit.name);
    if (!links) {
      links = this.linksOf(unit);
      this.heard.set(unit.name, links);
    }
    return links;
  }

  private linksOf(unit: Unit): readonly Link<T>[] {
    const { stage } = this.passage;
    const { inlets } = this.equations.get(unit.name)!;
    const each = inlets.map((inlet) => ({ ...inlet, from: stage.medium.connections(inlet.path, unit) }));
    const [{ from: first = [] } = {}] = each;
    return first.map(({ from }, i) => {
      const speaker = stage.units.find(({ name }) => name === from)!;
      const sum = (part: (form: Form<T>) => Value<T>): T | undefined => {
        const parts = each.flatMap(({ path, key, factor, from: connections }): Value<T>[] => {
          const form = this.messages.get(from)!.get(`${path}.${key}`);
          const said = form ? part(form) : 0;
          if (said === 0) return [];
          const weighed = connections[i].weigh(said);
          return [stage.values.mul(weighed, factor)];
        });
        return parts.length === 0 ? undefined : (parts.reduce((a, b) => stage.values.add(a, b)) as T);
      };
      const own = this.equations.get(from)?.state ?? '';
      return {
        from: speaker,
        constant: sum(({ constant }) => constant),
        pass: (state) =>
          sum(({ factors }) => {
            const factor = factors.get(own);
            return factor === undefined ? 0 : stage.values.mul(state, factor);
          }) ?? stage.medium.full(0, unit.size),
      };
    });
  }

  private read(unit: Unit, moving: ReadonlySet<string>): void {
    const { stage, phase, signals } = this.passage;
    const neurons = stage.neurons.get(unit.name)!;
    const rates = (phase.moves ?? []).flatMap((one) =>
      one.kind === 'move' && isMeant(one, unit) ? Object.entries(one.values) : [],
    );
    if (rates.length > 1) this.refuseStates(rates.map(([name]) => name));
    const following = phase.talk.flatMap((one) =>
      one.kind === 'set' && isMeant(one, unit) ? Object.keys(one.values) : [],
    );
    const view = new MovingView(stage, neurons, moving, rates[0]?.[0], new Set(following));
    const forms = formsOver(stage.values);
    const form = (formula: Formula): Form<T> => view.form(formula<Form<T>>(forms, view.own, signals));
    const said = new Map<string, Form<T>>();
    for (const one of phase.talk) {
      if (!isMeant(one, unit) && one.kind !== 'say') continue;
      if (one.kind === 'say') {
        for (const key of keysMoving(one, moving)) {
          if (isMeant(one, unit)) said.set(`${one.path}.${key}`, form(one.values[key]!));
          view.hear(one.path, key);
        }
      } else if (one.kind === 'set') {
        for (const [name, formula] of Object.entries(one.values))
          if (moving.has(`state ${name}`)) view.set(name, form(formula!));
      }
    }
    this.messages.set(unit.name, said);
    if (rates.length > 0) this.equations.set(unit.name, equation(rates[0][0], form(rates[0][1]!)));
  }

  private refuseStates(names: readonly string[]): never {
    const { stage, phase } = this.passage;
    const { rule, course } = stage.given;
    return refuse({
      where: `relaxation.${course.solver} with rule ${rule.name}`,
      got: `phase ${phase.name}, in which ${names.join(' and ')} of one neuron move`,
      expected: 'one state that moves',
      hint: 'solver euler',
    });
  }
}

function equation<T>(state: string, { constant, factors }: Form<T>): Equation<T> {
  const inlets = [...factors].flatMap(([name, factor]) => {
    if (name === state || factor === 0) return [];
    const [path, key] = name.split('.');
    return [{ path, key, factor }];
  });
  return { state, inlets, source: constant };
}

const keysMoving = (
  { path, values }: Extract<Statement, { kind: 'say' }>,
  moving: ReadonlySet<string>,
): string[] => Object.keys(values).filter((key) => moving.has(`said ${path}.${key}`));

function speakersFirst(units: readonly Unit[], way: Path['way'] | undefined): readonly Unit[] {
  if (way === 'down') return [...units].reverse();
  if (way !== 'direct') return units;
  const speaks = ({ node }: Unit) => node?.loss !== undefined;
  return [...units.filter(speaks), ...units.filter((unit) => !speaks(unit))];
}
