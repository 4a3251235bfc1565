import type { LaidOutNode } from '../../network/layout.js';
import type { Gate, Projection } from '../../network/node-type.js';
import type { Parameterised, Watcher } from '../../sim/batched/device.js';
import type { DirectSynapses } from '../../sim/batched/direct.js';
import type { Matrix } from '../measurements/matrix.js';
import type { Note, Origins, Report } from './origins.js';
import { type Slopes, SynapseChecks } from './synapse-checks.js';
import { SynapseLedger } from './synapse-ledger.js';

/**
 * The synapses of nodes as whole-layer operations, each held to the synapses one by one: what comes up and down and what is learned
 * has to be what these carry, between the two neurons at their ends, over their own weights, from and to their own ports.
 */
export class WatchedSynapses implements Watcher<Matrix> {
  /** An operation of theirs is at work: what that joins, synapses bring together. */
  inside = false;
  private readonly checks: SynapseChecks;
  private readonly ledgers = new Map<string, SynapseLedger>();
  private readonly slopes = new WeakMap<Gate<Matrix>, Slopes>();
  /** Who has a parameter: nodes, and which of their weights it is. */
  private readonly owners = new Map<string, Set<string>>();

  constructor(
    private readonly origins: Origins,
    private readonly note: Note,
    private readonly report: Report,
  ) {
    this.checks = new SynapseChecks(report);
  }

  projection(node: LaidOutNode, of: Projection<Matrix>, own: Parameterised<Matrix>): Projection<Matrix> {
    const { origins, checks } = this;
    const ledger = this.ledgerOf(node);
    const { gate } = of;
    const towards = (given: Gate<Matrix> | undefined) => given && this.slopes.get(given);
    return {
      current: (said) => {
        this.requireFrom(node, node.parents, said);
        const got = this.within(() => of.current(said));
        this.noteForward(node, own);
        checks.current(ledger, said, own, got);
        return origins.as(got, { ...origins.from(...said), node: node.name });
      },
      withBias: (current) => {
        const got = this.within(() => of.withBias(current));
        if (own.named.bias) this.note('forward activity', node.name, { reads: 'bias', ...ownParameter });
        checks.bias(node, current, own, got);
        return origins.as(got, { ...origins.of(current), node: node.name });
      },
      ...(gate && {
        gate: (said: readonly Matrix[]) => {
          this.requireFrom(node, node.parents, said);
          const made = this.within(() => gate(said));
          this.slopes.set(made, checks.slopes(ledger, said, own));
          return made;
        },
      }),
      feedback: (parent, message, given) => {
        this.requireOwn(node, message);
        const got = this.within(() => of.feedback(parent, message, given));
        const { error } = origins.of(message);
        if (error) this.noteBack(node, parent, own, given !== undefined);
        checks.returned(ledger, parent, { message, own, slopes: towards(given), got });
        return origins.as(got, { error, node: node.parents[parent].name });
      },
      products: (said, post, given) => {
        this.requireFrom(node, node.parents, said);
        this.requireOwn(node, post);
        const got = this.within(() => of.products(said, post, given));
        if (Object.keys(got).some((key) => key !== 'bias')) this.noteLearning(ledger, said, post);
        checks.products(ledger, said, { post, slopes: towards(given), got });
        return got;
      },
      turned: (weight, key = 'weight') => {
        const got = this.within(() => of.turned(weight, key));
        checks.turned(ledger, weight, got, key);
        return got;
      },
    };
  }

  direct(
    node: LaidOutNode,
    outputs: readonly LaidOutNode[],
    of: DirectSynapses<Matrix>,
    weight: Matrix,
  ): DirectSynapses<Matrix> {
    const { origins, checks } = this;
    return {
      current: (said) => {
        this.requireFrom(node, outputs, said);
        const got = this.within(() => of.current(said));
        checks.direct(node, said, weight, got);
        return origins.as(got, { ...origins.from(...said), node: node.name });
      },
      products: (said, post) => {
        this.requireFrom(node, outputs, said);
        this.requireOwn(node, post);
        const got = this.within(() => of.products(said, post));
        checks.directProducts(node, said, post, got);
        return got;
      },
    };
  }

  private ledgerOf(node: LaidOutNode): SynapseLedger {
    const known = this.ledgers.get(node.name) ?? new SynapseLedger(node);
    this.ledgers.set(node.name, known);
    for (const { weight, key } of node.bundles) {
      const owners = this.owners.get(weight) ?? new Set();
      this.owners.set(weight, owners.add(`${node.name} ${key}`));
    }
    return known;
  }

  private within<V>(work: () => V): V {
    this.inside = true;
    try {
      return work();
    } finally {
      this.inside = false;
    }
  }

  // Whose activity it is that comes up, and whose message goes down.
  private requireFrom(
    node: LaidOutNode,
    sources: readonly { readonly name: string }[],
    said: readonly Matrix[],
  ): void {
    for (const [k, { name }] of sources.entries()) {
      const { node: from } = this.origins.of(said[k]);
      if (from !== '' && from !== name)
        this.report(`${node.name} hears of ${from}, and its synapses come from ${name}`);
    }
  }

  private requireOwn({ name }: LaidOutNode, message: Matrix): void {
    const { node: from } = this.origins.of(message);
    if (from !== '' && from !== name)
      this.report(`${name} tells of ${from}, and its synapses end at ${name}`);
  }

  private noteForward(node: LaidOutNode, { named }: Parameterised<Matrix>): void {
    const of = node.parents.map(({ name }) => name);
    if (weighted(named)) this.note('forward activity', node.name, { reads: 'weight', ...ownParameter, of });
  }

  private noteBack(
    node: LaidOutNode,
    parent: number,
    { named, feedback }: Parameterised<Matrix>,
    gated: boolean,
  ): void {
    const note = (reads: string, from: string, level: 1 | 2 | 3 | 4) =>
      this.note('error signal', node.name, { reads, from, level, of: [node.parents[parent].name] });
    note('order of layers', 'the layer above, when it is done', 2);
    if (gated) note('slope towards a port', 'kept since the forward sweep', 1);
    const bundles = node.bundles.filter(({ key, parents }) => key in named && parents.has(parent));
    if (bundles.length === 0) return;
    if (bundles.some(({ key }) => feedback[key] === undefined))
      note('weight', 'the weight of the forward synapse', 3);
    note('product with the turned matrix', 'a whole layer and its weights at once', 4);
  }

  private noteLearning({ node, shares }: SynapseLedger, said: readonly Matrix[], post: Matrix): void {
    const { error } = this.origins.of(post);
    this.note('weight', node.name, { reads: 'error signal', from: 'the neuron above it', level: 0 });
    if (!error) return;
    for (const [k, { name }] of node.parents.entries()) {
      const { stimulus } = this.origins.of(said[k]);
      const from = stimulus ? 'the stimulus, which is still there' : 'kept since the forward sweep';
      this.note('weight', node.name, {
        reads: 'forward activity',
        from,
        level: stimulus ? 0 : 1,
        of: [name],
      });
    }
    if (shares || node.bundles.some(({ weight }) => this.owners.get(weight)!.size > 1))
      this.note('weight', node.name, {
        reads: 'shared weight',
        from: 'the weight of another synapse',
        level: 3,
      });
  }
}

const weighted = (named: Parameterised<Matrix>['named']): boolean =>
  Object.keys(named).some((key) => key !== 'bias');

const ownParameter = { from: 'own parameter', level: 0 } as const;
