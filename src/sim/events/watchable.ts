import { refuse } from '../../errors.js';
import type { Message } from '../../messages/message.js';
import { EventQueue } from '../../messages/queue.js';
import type { Observable } from '../../messages/streams.js';
import { type Layout, layOut } from '../../network/layout.js';
import type { Network } from '../../network/network.js';
import { Occupancy } from '../occupancy.js';
import type { Rule } from '../rule.js';
import { rules } from '../rules.js';
import type { RuleReplay } from './phases/rule-replay.js';
import { watchedOf } from './played.js';
import { Audience } from './watch/audience.js';
import {
  type Change,
  changesOf,
  type Frame,
  framesOf,
  type Probe,
  type QuantityName,
  type Times,
} from './watch/index.js';

/** Some actors that are watched, and what is seen of them. */
export interface Watch<T> {
  readonly actors: readonly string[];
  readonly seen: Observable<T>;
}

/** What can be heard and seen of the actors of a simulator, and said in their place. */
export abstract class Watchable {
  protected readonly layout: Layout;
  protected readonly queue = new EventQueue();
  protected readonly audience: Audience;
  protected readonly occupancy = new Occupancy('EventSimulator');
  private replaying: RuleReplay | undefined;

  constructor(readonly network: Network) {
    this.layout = layOut(network);
    this.audience = new Audience(this.layout);
  }

  /**
   * Everything that the named neurons and synapses say, as they say it: `h1`, `h1[3]`, `h1[0-9]`, `h1.weight[2,5]`.
   * Listening never changes a result.
   * @throws {InputError} on a name that is not there
   */
  listen(...selections: string[]): Observable<Message> {
    return this.audience.listen(selections);
  }

  /**
   * From now on, until it is stopped, actors say what a log of theirs says: the presentation that was logged, presented
   * again, comes to the same state.
   * @param log messages of neurons and inputs, in the order in which they were said, as a file keeps them
   * @param name what errors call it: a file
   * @param rule of the presentations that say it
   * @throws {InputError} naming the line, on what is no message, or one of somebody who is not there; while something is
   * presented, and while another log is replayed
   */
  replay(log: Iterable<unknown>, name = 'log', rule: Rule = rules.ar): RuleReplay {
    this.occupancy.checkFree('replay');
    if (this.replaying?.active) {
      const got = 'a log while another is replayed';
      refuse({ where: 'EventSimulator.replay', got, expected: 'one at a time', hint: 'stop() of the other' });
    }
    this.replaying = this.audience.replay(watchedOf(rule).rule.rule, log, name);
    return this.replaying;
  }

  /**
   * A quantity of some actors at given times of every presentation, each time all of them, in the order of `actors`.
   * Watching never changes a result.
   * @param rule of the presentations that are looked at. `activity` is states: `NAME` (all), `NAME.STATE`, `NAME.STATE[3]`
   * @throws {InputError} on a name that is not there or has no such quantity, or times that are none
   */
  watch(
    quantity: QuantityName,
    selections: readonly string[],
    times: Times,
    rule: Rule = rules.ar,
  ): Watch<Frame> {
    const probes = this.probes(quantity, selections, rule);
    return { actors: probes.map(({ address }) => address), seen: framesOf(this.queue, probes, times) };
  }

  /** A quantity of some actors whenever it is set. @throws {InputError} on names, as `watch` */
  changes(quantity: QuantityName, selections: readonly string[], rule: Rule = rules.ar): Watch<Change> {
    const probes = this.probes(quantity, selections, rule);
    return { actors: probes.map(({ address }) => address), seen: changesOf(probes) };
  }

  private probes(quantity: QuantityName, selections: readonly string[], rule: Rule): Probe[] {
    const { rule: watched, activity } = watchedOf(rule);
    return this.audience.states.probes(watched.rule, quantity, selections, activity);
  }
}
