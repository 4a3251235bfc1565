import type { TaskOwner } from '../../../messages/task.js';
import type { InputActor } from '../../../neurons/input-actor.js';
import type { LiveNeuron } from '../../../neurons/live/neuron.js';
import { LivePool, type LivePoolState } from '../../../neurons/live/pool.js';
import type { NeuronOptions } from '../../../neurons/neuron-options.js';
import { grains } from '../../../synapses/grains.js';
import { inputActors, type Population, populate } from '../build/populations.js';
import type { Surroundings } from '../surroundings.js';
import type { ActorCircuit } from './actors.js';
import { copyUnits, type Units } from './stimulus.js';
import type { Setting } from './way.js';

/** Live neurons and their inputs: what is shown goes straight in. An input that stays the same says nothing. */
export class LastingCircuit implements ActorCircuit {
  readonly inputs: Readonly<Record<string, readonly InputActor[]>>;
  readonly populations: Readonly<Record<string, Population<LiveNeuron>>>;
  /** Nobody can tell: inputs are heard at once, answered or not. */
  readonly missed = 0;
  private shown: Units | undefined;
  private readonly pools: readonly LivePool[];

  constructor(
    private readonly setting: Setting,
    around: Surroundings,
    neuron: (options: NeuronOptions, unit: number) => LiveNeuron,
  ) {
    const { layout, parameters, delays } = setting;
    const grain = grains[setting.grain];
    this.inputs = inputActors(layout, around);
    this.populations = populate(layout, parameters, this.inputs, { delays, around, grain, neuron });
    this.pools = layout.outputs
      .filter(({ loss }) => loss?.pool)
      .map(({ name }) => new LivePool(around.queue, name, this.populations[name].neurons));
  }

  start(): void {
    for (const neuron of this.neurons) neuron.start();
  }

  get owners(): readonly TaskOwner[] {
    return this.neurons;
  }

  private get neurons(): readonly LiveNeuron[] {
    return Object.values(this.populations).flatMap((population) => population.neurons);
  }

  show(inputs: Units, targets: Units | undefined): void {
    const { shown } = this;
    for (const [name, values] of Object.entries(inputs)) {
      for (const [unit, actor] of this.inputs[name].entries()) {
        if (values[unit] !== shown?.[name][unit]) actor.present(values[unit]);
      }
    }
    this.shown = inputs;
    this.teach(targets ?? null);
  }

  teach(targets: Units | null): void {
    if (targets) for (const pool of this.pools) pool.teach(targets[pool.node]);
    for (const { name } of this.setting.layout.outputs) {
      for (const [unit, neuron] of this.populations[name].neurons.entries()) {
        neuron.hear(targets?.[name][unit]);
      }
    }
  }

  state(): LastingState {
    return { shown: this.shown && copyUnits(this.shown), pools: this.pools.map((pool) => pool.state()) };
  }

  restore({ shown, pools }: LastingState): void {
    this.shown = shown;
    for (const [i, pool] of this.pools.entries()) pool.restore(pools[i]);
  }
}

interface LastingState {
  readonly shown: Units | undefined;
  readonly pools: readonly LivePoolState[];
}
