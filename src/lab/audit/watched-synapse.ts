import type { AxonListener, DendriteListener, PlasticityListener } from '../../messages/line.js';
import type { Message } from '../../messages/message.js';
import type { SynapseActor } from '../../synapses/synapse/actor.js';
import type { Ledger } from './ledger.js';

/** A synapse as its lines see it: what it does when it hears something, it does under its own name. */
export function watchedSynapse(
  synapse: SynapseActor,
  actor: string,
  node: string,
  ledger: Ledger,
): AxonListener & DendriteListener & PlasticityListener {
  const carry = (update: string, way: 'up' | 'down', from: string, heard: Message, work: () => void) =>
    ledger.within({ actor, kind: 'synapse', node, update, way, heard }, () => {
      ledger.hear(`${heard.kind} message`, from, 0);
      work();
    });
  const learn = (kind: string, work: () => void) =>
    ledger.within({ actor, kind: 'synapse', node, update: 'weight', way: 'up' }, () => {
      ledger.hear(`${kind} message`, 'its own neuron', 0);
      ledger.hear(`signal ${ledger.cause}`, 'a signal that all hear at once', 2);
      work();
    });
  return {
    activity: (message) =>
      carry('current', 'up', 'the neuron below', message, () => synapse.activity(message)),
    moving: (message) => carry('current', 'up', 'the neuron below', message, () => synapse.moving(message)),
    course: (message) => carry('current', 'up', 'the neuron below', message, () => synapse.course(message)),
    feedback: (message) =>
      carry('drive', 'down', 'the neuron above', message, () => synapse.feedback(message)),
    change: (message) => carry('drive', 'down', 'the neuron above', message, () => synapse.change(message)),
    trajectory: (message) =>
      carry('drive', 'down', 'the neuron above', message, () => synapse.trajectory(message)),
    learn: (message) => learn('learning', () => synapse.learn(message)),
    update: (change) => learn('update', () => synapse.update(change)),
    forget: () => ledger.within({ actor, kind: 'synapse', node, update: undefined }, () => synapse.forget()),
  };
}
