import type { Message } from '../../../../src/messages/message.js';
import { matrix } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';

/** Two inputs, one relu neuron, one linear output. */
export const chain = parseNetwork({
  input: [2],
  layers: [
    { type: 'dense', units: 1, activation: 'relu' },
    { type: 'dense', units: 1, activation: 'linear' },
  ],
});
/** Of inputs (1, 1): a = 2 + 3 - 1 = 4; y = 0.5 * 4 + 0.25 = 2.25. With target 2, e = 0.25 and the hidden drive is 0.125. */
export const byHand = {
  'layers.0.weight': matrix([[2, 3]]),
  'layers.0.bias': { shape: [1], data: Float64Array.of(-1) },
  'layers.1.weight': matrix([[0.5]]),
  'layers.1.bias': { shape: [1], data: Float64Array.of(0.25) },
};
export const inputs = { input: [1, 1] };
export const targets = { 'layers.1': [2] };

/** The chain, and everything that its two neurons say. */
export function live(options: LiveOptions) {
  const simulator = new LiveSimulator(chain, byHand, options);
  const log: Message[] = [];
  simulator.listen('layers.0', 'layers.1').subscribe((message) => log.push(message));
  const of = (source: string, kind: string) =>
    log.filter((message) => message.kind === kind && message.source === source);
  const weight = (name: string, i = 0) => simulator.parameters()[name].data[i];
  return { simulator, log, of, weight };
}
