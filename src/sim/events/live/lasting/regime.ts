import type { Energy } from '../../../../messages/energy.js';
import type { Message } from '../../../../messages/message.js';
import type { Observable } from '../../../../messages/streams.js';
import type { TaskOwner } from '../../../../messages/task.js';
import type { Parameters } from '../../../../network/parameters.js';
import type { Population } from '../../../../neurons/phases/population.js';
import { sampled } from '../../../../neurons/phases/speech.js';
import type { Member, PhasedCircuit } from '../../phases/circuit.js';
import { Statements } from '../../phases/statements.js';
import type { NetworkState } from '../../save/phases-state.js';
import { mapValues } from '../../save/saved-parts.js';
import type { PhasedNetwork } from '../phased-network.js';
import type { Units } from '../stimulus.js';
import type { Regime, Setting } from '../way.js';
import { type LastingScript, type NeuronModel, neuronModelOf } from './neuron-model.js';
import type { LastingNeurons, LastingState } from './neurons.js';
import { requireOwnSynapses } from './own-synapses.js';
import { answerBy, type LastingParts, type LastingSurroundings } from './parts.js';
import { LastingPool, type LastingPoolState } from './pool.js';
import type { Above, Below } from './receivers.js';
import { WeightChanges } from './weight-changes.js';
import { connectLate, hearingOf, speechOf } from './wiring.js';

/** How the neurons of a node live. */
export interface LastingKind {
  /** States begin to move where the rule has them begin, not where they are. */
  readonly anew: boolean;
  neurons(around: LastingSurroundings, parts: LastingParts): LastingNeurons;
}

/** Neurons that live by a rule, each when it finds it right: what is shown goes straight in. */
export class LastingRegime implements Regime {
  /** Nobody can tell: inputs are heard at once, answered or not. */
  readonly missed = 0;
  private readonly circuit: PhasedCircuit;
  private readonly around: LastingSurroundings;
  private readonly models: ReadonlyMap<Population, NeuronModel>;
  private readonly nodes = new Map<string, LastingNeurons>();
  private readonly pools = new Map<string, LastingPool>();
  private readonly below: Below[] = [];
  private readonly above: Above[] = [];

  constructor(
    private readonly setting: Setting,
    private readonly network: PhasedNetwork,
    script: LastingScript,
    kind: LastingKind,
  ) {
    const { queue, rates } = setting;
    const { circuit } = network;
    this.circuit = circuit;
    requireOwnSynapses(circuit);
    const means = { circuit, cost: circuit.medium.cost, speech: sampled, adapt: () => {} };
    const weightChanges = new WeightChanges(circuit, rates);
    this.around = { queue, weightChanges, statements: new Statements(means), signals: script.signals };
    const models = circuit.members.map(
      (member) => [member.population, neuronModelOf(circuit, script, member, kind.anew)] as const,
    );
    this.models = new Map(models);
    for (const member of circuit.members) if (member.node) this.add(member, script, kind);
    connectLate(circuit, script, weightChanges);
  }

  get owners(): readonly TaskOwner[] {
    return [...this.nodes.values(), ...this.network.owners];
  }

  get energy(): Energy {
    return this.network.energy;
  }

  start(): void {
    for (const neurons of this.nodes.values()) neurons.start();
  }

  show(inputs: Units, targets: Units | undefined): void {
    const { circuit, setting, around, models } = this;
    for (const member of circuit.members) {
      const { population, node } = member;
      if (node) continue;
      population.stimulus.set(inputs[population.name]);
      const { sweep } = models.get(population)!;
      setting.queue.soon({ run: () => answerBy(around, member, sweep, population.all) });
    }
    this.teach(targets ?? null);
  }

  teach(targets: Units | null): void {
    if (targets) for (const [name, pool] of this.pools) pool.hearTargets(targets[name]);
    for (const { name } of this.setting.layout.outputs)
      this.nodes.get(name)!.hearTarget(targets?.[name], this.pools.get(name));
  }

  answer(node: string): Float64Array {
    return this.circuit.column(node, this.circuit.rule.answer.state).slice();
  }

  parameters(): Parameters {
    return this.network.parameters();
  }

  listen(selections: readonly string[]): Observable<Message> {
    return this.network.listen(selections);
  }

  state(): LastingRegimeState {
    const { network, circuit, nodes, pools, below, above } = this;
    const stimuli = circuit.members.map(({ population: { name, stimulus } }) => [name, stimulus.slice()]);
    return {
      ...{ network: network.state(), stimuli: Object.fromEntries(stimuli) },
      nodes: mapValues(Object.fromEntries(nodes), (one) => one.state()),
      pools: mapValues(Object.fromEntries(pools), (one) => one.state()),
      below: below.map(({ heard }) => heard),
      above: above.map(({ heard }) => [...heard.values()].map((units) => units.slice())),
    };
  }

  restore(state: LastingRegimeState): void {
    const { network, circuit, nodes, pools, below, above } = this;
    network.restore(state.network);
    circuit.remake();
    for (const { population } of circuit.members) population.stimulus.set(state.stimuli[population.name]);
    for (const [name, pool] of pools) pool.restore(state.pools[name]);
    for (const [k, one] of below.entries()) one.heard = state.below[k];
    for (const [k, { heard }] of above.entries())
      for (const [i, units] of [...heard.values()].entries()) units.set(state.above[k][i]);
    for (const [name, one] of nodes) one.restore(state.nodes[name], pools.get(name));
  }

  private add(member: Member, script: LastingScript, kind: LastingKind): void {
    const { circuit, around, nodes } = this;
    const { name } = member.population;
    const model = this.models.get(member.population)!;
    const { below, above } = hearingOf(circuit, member, (from) => this.models.get(from)!.motion.says, {
      below: () => nodes.get(name)!.hearBelow(),
      above: () => nodes.get(name)!.hearAbove(),
    });
    this.below.push(...below);
    this.above.push(...above);
    const speech = speechOf(circuit, script, member, model);
    speech.begin(0);
    // Nobody waits for those who are far away.
    const awaited = above.filter(({ projection }) => projection.lag === 0);
    nodes.set(name, kind.neurons(around, { member, model, speech, below, above: awaited }));
    this.pool(member);
  }

  /** Outputs whose loss takes that hear of each other whenever one of them says something new. */
  private pool({ population, node }: Member): void {
    const { circuit, setting, nodes } = this;
    const { name, voices } = population;
    if (!node?.loss?.pool) return;
    const state = circuit.states.indexOf(circuit.rule.answer.state);
    const pool = new LastingPool(setting.queue, population, node.loss, state, () => nodes.get(name)!.hear());
    this.pools.set(name, pool);
    for (const [path, { way }] of Object.entries(circuit.rule.paths))
      if (way === 'up') voices[path].connect(pool);
  }
}

interface LastingRegimeState {
  readonly network: NetworkState;
  readonly stimuli: Readonly<Record<string, Float64Array>>;
  readonly nodes: Readonly<Record<string, LastingState>>;
  readonly pools: Readonly<Record<string, LastingPoolState>>;
  /** Of each projection from below, how many messages have come; from above, who has spoken, by key. */
  readonly below: readonly number[];
  readonly above: readonly (readonly Uint8Array[])[];
}
