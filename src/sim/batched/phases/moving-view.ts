import { refuse } from '../../../errors.js';
import { inletOf } from '../../../rules/names.js';
import type { Names, Own } from '../../../rules/rule.js';
import { constantForm, constantOf, type Form, variable } from './forms.js';
import type { Neurons, View } from './neurons.js';
import { viewOn } from './shape.js';
import type { Stage } from './stage.js';
import type { Value } from './value.js';

/** What neurons of a node know of themselves, as linear forms in their moving state and in what arrives of others'. */
export class MovingView<T> {
  readonly own: Own<Form<T>, Names>;
  private readonly follow = new Map<string, Form<T>>();
  private readonly heard = new Set<string>();

  /**
   * @param moving what depends on what moves, as quantities
   * @param state the state of theirs that moves, if any
   * @param following states that they set as they talk
   */
  constructor(
    private readonly stage: Stage<T>,
    private readonly neurons: Neurons<T>,
    private readonly moving: ReadonlySet<string>,
    private readonly state: string | undefined,
    private readonly following: ReadonlySet<string>,
  ) {
    this.own = this.viewOf();
  }

  /** A state that follows is known now. */
  set(name: string, form: Form<T>): void {
    this.follow.set(name, form);
  }

  /** Everybody has said this: what is read of it is of now. */
  hear(path: string, key: string): void {
    this.heard.add(`${path}.${key}`);
  }

  form(value: Form<T> | number): Form<T> {
    return typeof value === 'number' ? constantForm<T>(value) : value;
  }

  private viewOf(): Own<Form<T>, Names> {
    const { view } = this.neurons;
    const apply = (name: 'f' | 'df' | 'errorAt') => (a: Form<T> | number) =>
      constantForm(view[name](constantOf(this.form(a), name)));
    const reader = {
      state: (name: string) => this.stateOf(name),
      inlet: (path: string, key: string) => this.inlet(path, key),
      own: (name: 'bias' | 'stimulus' | 'target') => constantForm<T>(view[name]),
    };
    return viewOn(this.stage.given.rule, reader, {
      in: (key: string) => this.in(key, view),
      gate: (key: string) => this.gate(key, view),
      factor: (name: string) => constantForm<T>(view.factor(name)),
      byDistance: (factor: number) => constantForm<T>(view.byDistance(factor)),
      f: apply('f'),
      df: apply('df'),
      errorAt: apply('errorAt'),
    }) as unknown as Own<Form<T>, Names>;
  }

  private stateOf(name: string): Form<T> {
    if (name === this.state) return variable(name);
    const form = this.follow.get(name);
    if (form) return form;
    const now: Value<T> = this.neurons.state(name);
    // Of those who stand still it is what it is.
    if (!this.moving.has(`state ${name}`) || !this.following.has(name)) return constantForm(now);
    return this.early(name);
  }

  private inlet(path: string, key: string): Form<T> {
    if (!this.moving.has(`said ${path}.${key}`))
      return constantForm(this.stage.medium.arrived(path, this.neurons.unit, key));
    return this.heard.has(`${path}.${key}`)
      ? variable(`${path}.${key}`)
      : this.early(`${inletOf(path)}.${key}`);
  }

  private in(key: string, view: View<T>): Form<T> {
    if (!this.moving.has(`said up.${key}`)) return constantForm(view.in(key));
    this.gate(key, view);
    const { factors } = this.inlet('up', key);
    return { constant: view.bias, factors };
  }

  private gate(key: string, view: View<T>): Form<T> {
    const { node } = this.neurons.unit;
    if (!node || (node.type.integration ?? 'sum') === 'sum') return constantForm<T>(1);
    if (!this.moving.has(`said up.${key}`)) return constantForm(view.gate(key));
    return refuse({
      where: `rule ${this.stage.given.rule.name} at node ${node.name}`,
      got: `slopes towards ports that move with what arrives (type ${node.spec.type})`,
      expected: 'ones that stay, as those of the sweep do',
      hint: 'solver euler',
    });
  }

  private early(what: string): never {
    return refuse({
      where: `rule ${this.stage.given.rule.name}`,
      got: `a formula that reads ${what} of the step before`,
      expected: 'one that reads what is there now: a linear phase says and sets before it reads',
      hint: 'solver euler',
    });
  }
}
