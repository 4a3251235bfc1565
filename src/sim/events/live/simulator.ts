import { choose, fail, refuse } from '../../../errors.js';
import type { Energy } from '../../../messages/energy.js';
import type { Message } from '../../../messages/message.js';
import { EventQueue } from '../../../messages/queue.js';
import type { Observable, Subscription } from '../../../messages/streams.js';
import type { Task, TaskOwner } from '../../../messages/task.js';
import type { Layout } from '../../../network/layout.js';
import type { Network } from '../../../network/network.js';
import type { Parameters } from '../../../network/parameters.js';
import { type Conditions, checkConditions } from '../save/conditions.js';
import { type LiveState, putLiveState, takeLiveState } from './live-state.js';
import { livesUnder } from './lives-under.js';
import type { LiveOptions } from './options.js';
import { settingOf } from './setting.js';
import { checkStimulus, copyOf, type Stimulus } from './stimulus.js';
import type { Regime } from './way.js';
import { ways } from './ways.js';

/**
 * A network on the event engine that lives with stimuli as they come: time never begins again, and nobody waits for a
 * relaxation to end. Float64; every neuron an actor, synapses as the grain has it.
 */
export class LiveSimulator implements TaskOwner {
  readonly address = 'stimuli';
  /** Simulated time in tau: an RxJS scheduler, so that `interval(20, simulator.queue)` can be a source of stimuli. */
  readonly queue = new EventQueue();
  /** What a state of it depends on. */
  private readonly conditions: Conditions;
  private readonly layout: Layout;
  private readonly regime: Regime;
  /** Clocks and timers run. */
  private begun = false;
  /** Why it cannot go on; a source may be anywhere when that happens. */
  private failure: { readonly error: unknown } | undefined;

  /** @throws {InputError} on parameters that are not the network's, and on options that are none */
  constructor(
    readonly network: Network,
    parameters: Parameters,
    options: LiveOptions,
  ) {
    const way = choose('LiveSimulator.way', ways, options.way);
    const setting = settingOf(network, parameters, this.queue, options, way);
    this.layout = setting.layout;
    this.regime = way.start(setting, options);
    this.conditions = livesUnder(network, setting.layout, setting.rule, options);
  }

  /**
   * From now on stimuli come from this source, each at its time; several sources may be followed.
   * @throws {InputError} on a stimulus that is past or does not fit the network, here or as time goes on in `runThrough`
   */
  follow(source: Observable<Stimulus>): Subscription {
    const following = source.subscribe({
      next: (stimulus) => this.take(stimulus),
      error: (error) => {
        this.failure ??= { error };
      },
    });
    this.goOn();
    return following;
  }

  /** A stimulus comes at its time. @throws {InputError} when that is past, or it does not fit the network */
  present(stimulus: Stimulus): void {
    const { queue } = this;
    checkStimulus(this.layout, stimulus, queue.now());
    this.begin();
    const task = this.taskOf(copyOf(stimulus));
    // What comes just now is not to wait behind a phase that begins now.
    if (stimulus.time === queue.now()) task.run();
    else queue.at(stimulus.time, task);
  }

  /** Runs everything up to and including `time`, in tau. @throws {InputError} as `follow`, and on a time that never comes */
  runThrough(time: number): void {
    if (!(time < Infinity)) {
      refuse({
        where: 'LiveSimulator.runThrough',
        got: String(time),
        expected: 'a finite time: clocks never stop',
      });
    }
    this.queue.checkOutside('runThrough');
    this.goOn();
    try {
      this.queue.runThrough(time);
    } catch (error) {
      // It stopped in the middle of an instant.
      this.failure ??= { error };
    }
    this.goOn();
  }

  /**
   * Everything that the named inputs, neurons and synapses say: `h1`, `h1[3]`, `h1.weight[2,5]`. Listening changes no number.
   * @throws {InputError} on a name that is not there
   */
  listen(...selections: string[]): Observable<Message> {
    return this.regime.listen(selections);
  }

  parameters(): Parameters {
    return this.regime.parameters();
  }

  /** What the neurons of a node answered last. @throws {InputError} on a name that is not there */
  answer(node: string): Float64Array {
    choose('LiveSimulator.answer', this.network.nodes, node);
    return this.regime.answer(node);
  }

  /** What has been said so far, and what synapses carried of it; down at all times. */
  get energy(): Energy {
    return this.regime.energy;
  }

  /** Inputs that were never answered, because others came (strict phases). */
  get missed(): number {
    return this.regime.missed;
  }

  /**
   * Everything that it is now: plain data, stimuli that are still to come with it.
   * @throws {RelaxonError} while something is to happen at this very time, or a source in simulated time is being followed
   * @throws {InputError} from inside of `runThrough`; and what ended it, if anything did
   */
  state(): LiveState {
    this.queue.checkOutside('state');
    this.goOn();
    return takeLiveState(this.conditions, this.regime, this.queue);
  }

  /**
   * Goes on from a state, at either grain, to the bit as if there had been no break; only before anything else was done.
   * @throws {InputError} naming what was otherwise when it was saved: the network, the way, any option but the grain
   * @throws {RelaxonError} when this simulation has begun
   */
  restore(state: LiveState): void {
    if (this.begun) {
      const got = `a simulation at ${this.queue.now()} tau`;
      fail({
        where: 'LiveSimulator.restore',
        got,
        expected: 'one that has not begun',
        hint: 'a new LiveSimulator',
      });
    }
    checkConditions('LiveSimulator.restore', state.conditions, this.conditions);
    this.queue.checkOutside('restore');
    this.queue.checkNothingWaits('restore');
    this.begun = true;
    try {
      putLiveState(this.regime, this.queue, this, state);
    } catch (error) {
      // Half of it has been put.
      this.failure = { error };
      throw error;
    }
  }

  /** The arrival of a stimulus. */
  taskOf(what: unknown): Task {
    const { inputs, targets } = what as Stimulus;
    return {
      run: () => {
        if (inputs) this.regime.show(inputs, targets ?? undefined);
        else this.regime.teach(targets ?? null);
      },
      saved: { owner: this.address, what },
    };
  }

  private take(stimulus: Stimulus): void {
    if (this.failure) return;
    try {
      this.present(stimulus);
    } catch (error) {
      // An error in the hands of a source would come out nowhere.
      this.failure = { error };
    }
  }

  private begin(): void {
    if (this.begun) return;
    this.begun = true;
    this.regime.start();
  }

  private goOn(): void {
    this.begin();
    if (this.failure) throw this.failure.error;
  }
}
