import type { AxonLine } from '../line.js';
import type { Neuron, Source } from '../neuron.js';
import type { Population } from '../populations.js';

/** What was said so far, and how many synapses had to do something about it. */
export interface Counts {
  /** Of inputs and neurons, upward: activities. */
  readonly up: number;
  /** Of neurons, downward: futures of their feedback. */
  readonly down: number;
  /** Of neurons, to their own synapses: what plasticity needs. */
  readonly learning: number;
  /** One for each synapse that heard a message of any of these. */
  readonly synapticOperations: number;
}

interface Circuit {
  readonly inputs: Readonly<Record<string, readonly Source[]>>;
  readonly populations: Readonly<Record<string, Population<Neuron>>>;
}

/** Counts messages between neurons. An update that follows what it is about is one message with it. */
export class Tally {
  private readonly counted = { up: 0, down: 0, learning: 0, synapticOperations: 0 };

  constructor({ inputs, populations }: Circuit) {
    const above = synapsesAbove(Object.values(populations));
    for (const [name, sources] of Object.entries(inputs)) {
      for (const { axon } of sources) this.countUp(axon, above.get(name) ?? 0);
    }
    for (const [name, { node, neurons, blocks }] of Object.entries(populations)) {
      const own = blocks.reduce((sum, { block }) => sum + block.pres, 0);
      const led = blocks.filter(({ block }) => node.parents[block.parent].name in populations);
      const below = led.reduce((sum, { block }) => sum + block.pres, 0);
      for (const { axon, dendrite, teaching } of neurons) {
        this.countUp(axon, above.get(name) ?? 0);
        if (below > 0) dendrite.subscribe(() => this.count('down', below));
        teaching.subscribe(({ kind }) => {
          if (kind === 'learning') this.count('learning', own);
        });
      }
    }
  }

  get counts(): Counts {
    return { ...this.counted };
  }

  private countUp(axon: AxonLine, synapses: number): void {
    if (synapses > 0) axon.subscribe(() => this.count('up', synapses));
  }

  private count(what: 'up' | 'down' | 'learning', synapses: number): void {
    this.counted[what]++;
    this.counted.synapticOperations += synapses;
  }
}

/** How many synapses hear each unit of an input or node. */
function synapsesAbove(populations: readonly Population<Neuron>[]): Map<string, number> {
  const above = new Map<string, number>();
  for (const { node, blocks } of populations) {
    for (const { block } of blocks) {
      const { name } = node.parents[block.parent];
      above.set(name, (above.get(name) ?? 0) + block.posts);
    }
  }
  return above;
}
