import { leavesOf } from './expression.js';
import { type Group, groupsOf } from './groups.js';
import { type Quantity, quantityOf, quantityRead } from './quantities.js';
import type { Meant, Phase, Rule } from './rule.js';
import { type Traced, trace } from './symbols.js';

/** What may give some neurons something else to say, or another state that follows, than they had after the step before. */
export interface News {
  /** They are told something else at every step: noise, or which step it is. */
  readonly always: boolean;
  /** They have moved. */
  readonly moves: boolean;
  /** This has arrived: what is said on a path under a key. */
  readonly hears: ReadonlySet<Quantity>;
}

/** One formula of a statement: who does it, and what is written. */
export interface Written extends Meant {
  readonly quantity: Quantity;
}

const found = new WeakMap<Rule, Map<Phase, NewsOfPhase>>();

/** What is news to whom in the talk of a phase, found from its formulas: once. */
export function newsIn(rule: Rule, phase: Phase): NewsOfPhase {
  const known = found.get(rule) ?? new Map<Phase, NewsOfPhase>();
  found.set(rule, known);
  const news = known.get(phase) ?? new NewsOfPhase(trace(rule).filter((one) => one.phase === phase));
  known.set(phase, news);
  return news;
}

/** What the talk of a phase depends on. Of what does not change while a phase goes on nothing is news. */
export class NewsOfPhase {
  private readonly talk: readonly Traced[];
  private readonly moves: readonly Traced[];

  constructor(here: readonly Traced[]) {
    this.talk = here.filter(({ part }) => part === 'talk');
    this.moves = here.filter(({ part }) => part === 'moves');
  }

  /** What is news to a group that writes this. @param ports slopes towards ports move with what comes up */
  to(group: Group, all: readonly Written[], ports = false): News {
    const news = { always: false, moves: false, hears: new Set<Quantity>() };
    const seen = new Set<Quantity>();
    const visit = ({ expression, signals, hides }: Traced): void => {
      const leaves = leavesOf(expression);
      if (hides || signals.has('step') || leaves.some(({ kind }) => kind === 'noise')) news.always = true;
      for (const leaf of leaves) {
        const quantity = quantityRead(leaf);
        if (leaf.kind === 'inlet' || (ports && leaf.kind === 'gate')) news.hears.add(quantity!);
        if (leaf.kind === 'state') follow(quantity!);
      }
    };
    const follow = (state: Quantity): void => {
      if (seen.has(state)) return;
      seen.add(state);
      if (this.moves.some(({ who, what }) => groupsOf[who].includes(group) && quantityOf(what) === state))
        news.moves = true;
      for (const one of this.talk)
        if (groupsOf[one.who].includes(group) && quantityOf(one.what) === state) visit(one);
    };
    for (const one of this.talk)
      if (
        all.some(
          ({ who, at, quantity }) => who === one.who && at === one.at && quantity === quantityOf(one.what),
        )
      )
        visit(one);
    return news;
  }
}
