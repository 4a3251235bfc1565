import { type Expression, type Leaf, leavesOf, written } from './expression.js';
import { type Group, groupsOf, sendersOf } from './groups.js';
import { isState, type Quantity, quantityOf, quantityRead } from './quantities.js';
import type { Path, Rule } from './rule.js';
import type { Part, Traced } from './symbols.js';

/** One time that a group writes a state, or says a key. */
interface Writing {
  readonly group: Group;
  readonly phase: number;
  readonly part: Part;
  readonly expression: Expression;
}

/** Something that a formula reads and that is kept. */
export interface Kept {
  readonly leaf: Leaf;
  /** Whose: of a state those who have it, of what arrived those who said it. */
  readonly of: readonly Group[];
}

/** Who wrote what when: to find what is read in a phase and was written in an earlier one. */
export class Memory {
  private readonly writings = new Map<Quantity, Writing[]>();

  constructor(
    private readonly rule: Rule,
    traced: readonly Traced[],
  ) {
    for (const { phase, part, who, what, expression } of traced) {
      const quantity = quantityOf(what);
      if (!quantity) continue;
      const list = this.writings.get(quantity) ?? [];
      for (const group of groupsOf[who])
        list.push({ group, phase: rule.phases.indexOf(phase), part, expression });
      this.writings.set(quantity, list);
    }
  }

  /**
   * What a formula reads that was written in an earlier phase and not in this one, or is a copy of that. As a phase begins,
   * states are still those at the end of the phase before; and of inputs that hold the stimulus nothing is kept.
   */
  keptBy({ phase, part, who, expression }: Traced): readonly Kept[] {
    const at = this.rule.phases.indexOf(phase);
    return leavesOf(expression).flatMap((leaf) => {
      const quantity = quantityRead(leaf);
      if (!quantity) return [];
      const writers = leaf.kind === 'state' ? groupsOf[who] : sendersOf[this.wayOf(leaf)];
      const of = writers.filter((group) => this.kept(quantity, group, at, part));
      return of.length > 0 ? [{ leaf, of }] : [];
    });
  }

  private wayOf(leaf: Leaf): Path['way'] {
    return 'path' in leaf ? this.rule.paths[leaf.path].way : 'up';
  }

  private kept(quantity: Quantity, group: Group, phase: number, part: Part): boolean {
    const mine = this.of(quantity, group).filter((writing) => writing.phase <= phase);
    if (group === 'input' && mine.every(({ expression }) => this.holdsStimulus(expression))) return false;
    const now = mine.filter((writing) => writing.phase === phase);
    const begun = now.filter((writing) => writing.part === 'begins');
    if (part !== 'begins') return now.length === 0 ? mine.length > 0 : this.isCopy(now, begun);
    const before = mine.filter((writing) => writing.phase < phase);
    return begun.length === 0 && before.length > 0 && !this.isStill(quantity, before, phase);
  }

  // As a phase begins states are what they were; what was said then is not said now.
  private isStill(quantity: Quantity, before: readonly Writing[], phase: number): boolean {
    return isState(quantity) && before.some((writing) => writing.phase === phase - 1);
  }

  // Of what moves on, and was set before: the copy remembers what it was.
  private isCopy(now: readonly Writing[], begun: readonly Writing[]): boolean {
    if (begun.length < now.length) return false;
    return begun.some(({ expression, group, phase }) =>
      leavesOf(expression).some((leaf) => {
        if (leaf.kind !== 'state') return false;
        const source = this.of(quantityRead(leaf)!, group).filter((writing) => writing.phase === phase);
        return source.length > 0 && source.every(({ part }) => part !== 'begins');
      }),
    );
  }

  private holdsStimulus(expression: Expression): boolean {
    if (isStimulus(expression)) return true;
    if (typeof expression === 'number' || !('leaf' in expression) || expression.leaf.kind !== 'state')
      return false;
    const states = this.of(quantityRead(expression.leaf)!, 'input');
    return states.length > 0 && states.every((writing) => isStimulus(writing.expression));
  }

  private of(quantity: Quantity, group: Group): readonly Writing[] {
    return (this.writings.get(quantity) ?? []).filter((writing) => writing.group === group);
  }
}

const isStimulus = (expression: Expression): boolean => written(expression) === 'stimulus';
