import type { Message } from '../../messages/message.js';
import type { SavedTask, Task } from '../../messages/task.js';
import type { Way } from '../../messages/wires.js';
import type { SynapseActor } from './actor.js';

/** A message under way to one synapse. */
export interface UnderWay {
  readonly message: Message;
  /** The number of a future, taken down when it was said; 0 of anything else. */
  readonly future: number;
  /** Its number on the wire. */
  readonly number: number;
}

/** The arrival of a message at one synapse over a wire that is not perfect. */
export class Arrival implements Task {
  constructor(
    private readonly synapse: SynapseActor,
    private readonly underWay: UnderWay,
  ) {}

  run(): void {
    const { synapse, underWay } = this;
    const { wires } = synapse.row.table;
    const { number, message } = underWay;
    if (!wires!.takes(wayOf(message), synapse.index, number)) return;
    synapse.arrive(message, underWay.future);
  }

  get saved(): SavedTask {
    const { synapse, underWay } = this;
    return { owner: synapse.row.table.address, what: { synapse: synapse.index, ...underWay } };
  }
}

/** Which way a message goes. */
export const wayOf = ({ kind }: Message): Way =>
  kind === 'activity' || kind === 'moving' || kind === 'course' ? 'up' : 'down';
