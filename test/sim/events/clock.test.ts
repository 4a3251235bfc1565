import { describe, expect, it } from 'vitest';
import { Clock } from '../../../src/messages/clock.js';
import type { Message } from '../../../src/messages/message.js';
import { EventQueue } from '../../../src/messages/queue.js';
import { Traffic } from '../../../src/messages/traffic.js';
import { layOut } from '../../../src/network/layout.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { buildCircuit } from '../../../src/sim/events/build/circuit.js';
import { Protocol } from '../../../src/sim/events/present/protocol.js';
import { ProtocolRunner } from '../../../src/sim/events/present/protocol-runner.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import { grains } from '../../../src/synapses/grains.js';
import { randomBatch } from '../../agreement/problems.js';

const step = { kind: 'step', stepSize: 0.5 } as const;

describe('a clock', () => {
  it('has all move at once, and gives each its turn a round later, in order', () => {
    const queue = new EventQueue();
    const done: string[] = [];
    const neuron = (name: string) => ({
      tickTogether: () => done.push(`${name} moves`),
      turn: () => done.push(`${name} speaks`),
    });
    queue.soon({ run: () => done.push('who came before') });
    new Clock(queue, [neuron('a'), neuron('b')]).tick(step);
    queue.soon({ run: () => done.push('who came after') });
    expect(done).toEqual(['a moves', 'b moves']);
    queue.run();
    expect(done.slice(2)).toEqual(['who came before', 'a speaks', 'b speaks', 'who came after']);
  });

  it('gives no turn to a neuron that has one coming already, or had it since', () => {
    const { neurons, clock, queue } = circuit();
    const said: Message[] = [];
    for (const neuron of neurons) neuron.dendrite.subscribe((message) => said.push(message));
    neurons[1].wake();
    clock.tick(step);
    neurons[2].wake();
    queue.run();
    expect(said.map(({ source }) => source)).toEqual(['h2[1]', 'h2[0]', 'h2[2]']);
    clock.run();
    expect(said).toHaveLength(3);
  });

  it('leaves a neuron to the turn it had coming, and to one that it was woken for since', () => {
    const { neurons, clock, queue } = circuit();
    const said: string[] = [];
    for (const neuron of neurons) neuron.dendrite.subscribe(({ source }) => said.push(source));
    neurons[0].wake();
    // Runs after h2[0] has spoken for itself, and before the clock's round.
    queue.soon({ run: () => neurons[0].wake() });
    clock.tick(step);
    queue.run();
    expect(said).toEqual(['h2[0]', 'h2[1]', 'h2[2]', 'h2[0]']);
  });
});

/** A network at the end of a relaxation, all silent. */
function circuit() {
  const network = parseNetwork({
    inputs: { input: [2] },
    nodes: {
      h1: { type: 'dense', from: ['input'], units: 2, activation: 'tanh' },
      h2: { type: 'dense', from: ['h1'], units: 3, activation: 'tanh' },
      out: { type: 'dense', from: ['h2'], units: 2 },
    },
    outputs: { out: { loss: 'mse' } },
  });
  const layout = layOut(network);
  const queue = new EventQueue();
  const around = { queue, rule: rules.ar, traffic: new Traffic() };
  const { neurons, clocks, ...actors } = buildCircuit(
    layout,
    initialParameters(network, 1),
    {},
    around,
    grains.synapse,
  );
  const runner = new ProtocolRunner(layout, { neurons, clocks, ...actors }, around);
  const sample = { ...randomBatch(network, 1, 2), row: 0 };
  new Protocol(queue, runner.sweep(sample)).advance(Infinity);
  runner.teach(sample);
  const relaxation = relaxationOf({ solver: 'euler', steps: 3, stepSize: 0.5 });
  new Protocol(queue, runner.relax(relaxation, {})).advance(Infinity);
  return { neurons: neurons.h2, clock: clocks.h2, queue };
}
