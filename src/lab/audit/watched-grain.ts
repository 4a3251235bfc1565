import type { AxonListener, DendriteListener, PlasticityListener } from '../../messages/line.js';
import { Listeners } from '../../messages/listeners.js';
import { isNeuron } from '../../messages/ports.js';
import type { InputActor } from '../../neurons/input-actor.js';
import { eachFeedback, eachSynapse } from '../../sim/events/build/connections.js';
import type { Downward } from '../../synapses/downward.js';
import { synapseGrain } from '../../synapses/grains/synapse.js';
import { SynapseActor } from '../../synapses/synapse/actor.js';
import type { SynapseTable } from '../../synapses/synapse/table.js';
import type { Connection, Grain } from '../../synapses/synapse-set.js';
import type { Cell } from './cell.js';
import type { Ledger } from './ledger.js';
import { watchedColumn } from './watched-column.js';
import { type Apical, type Hidden, watchFutures } from './watched-futures.js';
import { watchedSynapse } from './watched-synapse.js';

/**
 * The synapse grain, watched: the same actors, their numbers in columns that take down who reads them. What a synapse
 * hears, it hears under its own name.
 */
export const watchedGrain =
  (ledger: Ledger): Grain =>
  (around, connection) => {
    ledger.runBy(() => around.queue.now());
    const block = new WatchedBlock(connection, ledger);
    block.watchDownward();
    const release = block.watchListeners();
    const table = synapseGrain(around, { ...connection, weights: block.weights }) as SynapseTable;
    release();
    block.watchTable(table);
    return table;
  };

/** One block of synapses under watch. */
class WatchedBlock {
  readonly weights: Float64Array;
  private readonly node: string;
  private readonly names: readonly string[];
  private readonly above: readonly string[];
  private readonly below: readonly string[];

  constructor(
    private readonly connection: Connection,
    private readonly ledger: Ledger,
  ) {
    const { neurons, sources, block } = connection;
    this.node = neurons[0].options.node;
    this.above = neurons.map(({ options }) => options.address);
    this.below = sources.map((source) =>
      isNeuron(source) ? source.options.address : (source as InputActor).address,
    );
    this.names = this.above.flatMap((post) => this.below.map((pre) => `${post}<-${pre}#${block.parent}`));
    this.weights = this.parameters(connection.weights, 'weight', 'up');
  }

  /** Weights of the way down: the forward ones, or those of its own. */
  watchDownward(): void {
    const { down } = this.connection;
    const hidden = down as unknown as Hidden<Downward, { forward: Float64Array; own?: Float64Array }>;
    hidden.forward = this.weights;
    hidden.weights = this.weights;
    if (hidden.own) hidden.own = this.parameters(hidden.own, 'feedback', 'down');
    const learn = down.learn.bind(down);
    down.learn = (gradients, from, to, keep, rate) => {
      const { ledger, node } = this;
      const context = {
        actor: this.names[from],
        kind: 'synapse',
        node,
        update: 'feedback weight',
        way: 'down',
      } as const;
      ledger.within(context, () => {
        ledger.hear(`signal ${ledger.cause}`, 'a signal that all hear at once', 2);
        learn(gradients, from, to, keep, rate);
      });
    };
  }

  /** Puts each synapse under its own name when it is wired. @returns what ends that */
  watchListeners(): () => void {
    const { neurons, sources } = this.connection;
    const pres = sources.length;
    for (const [pre, { axon }] of sources.entries()) this.intercept(axon, (post) => post * pres + pre);
    for (const [post, { dendrite, teaching }] of neurons.entries()) {
      this.intercept(dendrite, (pre) => post * pres + pre);
      this.intercept(teaching, (pre) => post * pres + pre);
    }
    return () => {
      for (const { axon } of sources) Reflect.deleteProperty(axon, 'wire');
      for (const { dendrite, teaching } of neurons) {
        Reflect.deleteProperty(dendrite, 'wire');
        Reflect.deleteProperty(teaching, 'wire');
      }
    };
  }

  /** What synapses remember, add up and leave in letter boxes. */
  watchTable(table: SynapseTable): void {
    const { ledger, names } = this;
    const own = (reads: string, kind: Cell['kind']) => this.cells(reads, kind, (i) => names[i]);
    const pres = this.below.length;
    const hidden = table as unknown as Columns;
    hidden.gradients = watchedColumn(table.gradients, own('gradient added up', 'state'), ledger);
    hidden.forwardActivity = watchedColumn(table.forwardActivity, own('forward activity', 'kept'), ledger);
    // Made beforehand: the first synapse that carries a moving activity would make the column for all.
    hidden.moving = watchedColumn(
      new Float64Array(this.names.length),
      own('moving activity', 'message'),
      ledger,
    );
    const basal = this.cells('current', 'message', (i) => this.above[Math.floor(i / pres)]);
    hidden.basal.values = watchedColumn(hidden.basal.values, basal, ledger);
    if (!hidden.apical) return;
    const apical = this.cells('drive', 'message', (i) => this.below[i % pres]);
    hidden.apical.values = watchedColumn(hidden.apical.values, apical, ledger);
    watchFutures(hidden.apical, ledger);
  }

  private intercept(
    line: { wire(listeners: Listeners<Listener>, synapses?: number): void },
    indexOf: (k: number) => number,
  ): void {
    const wire = line.wire.bind(line);
    line.wire = (listeners, synapses) =>
      wire(
        Listeners.of(
          listeners.all.map((listener, k) => {
            if (!(listener instanceof SynapseActor)) return listener;
            return watchedSynapse(listener, this.names[indexOf(k)], this.node, this.ledger);
          }),
        ),
        synapses,
      );
  }

  private parameters(target: Float64Array, key: 'weight' | 'feedback', way: 'up' | 'down'): Float64Array {
    const { block } = this.connection;
    const names: string[] = [];
    const each = key === 'weight' ? eachSynapse : eachFeedback;
    each(block, (i, place) => {
      names[i] = `${this.node}.${key}[${place}]`;
      this.ledger.settle(names[i], this.names[i]);
    });
    const cells = this.cells(key === 'weight' ? 'weight' : 'feedback weight', 'weight', (i) => this.names[i]);
    const pres = this.below.length;
    const known = cells.map((cell, i) => ({
      ...cell,
      parameter: { name: names[i], way },
      below: this.below[i % pres],
    }));
    return watchedColumn(target, known, this.ledger);
  }

  private cells(reads: string, kind: Cell['kind'], holder: (i: number) => string): Cell[] {
    return this.names.map((synapse, i) => ({ reads, kind, synapse, holder: holder(i), per: 'synapse' }));
  }
}

type Listener = AxonListener & DendriteListener & PlasticityListener;
type Columns = Hidden<
  SynapseTable,
  {
    gradients: Float64Array;
    forwardActivity: Float64Array;
    moving: Float64Array;
    basal: { values: Float64Array };
    apical: Apical | undefined;
  }
>;
