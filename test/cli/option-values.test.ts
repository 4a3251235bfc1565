import { Command, InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { type DelayFlag, delayOption, delaysOf } from '../../src/cli/delay-option.js';
import { type RelaxationOptions, relaxationFrom } from '../../src/cli/relaxation-options.js';
import { speechOptions, withQuantaFor } from '../../src/cli/speech-options.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { quantaFor } from '../../src/sim/events/build/quanta-for.js';
import { rules } from '../../src/sim/rules.js';
import { networks } from '../agreement/networks.js';
import { refusal } from '../network/refusals.js';

describe('--delay', () => {
  const read = delayOption().parseArg as unknown as (text: string) => DelayFlag;

  it.each([
    ['2', 2],
    ['uniform:0,50', { distribution: 'uniform', from: 0, to: 50 }],
    ['exponential:5', { distribution: 'exponential', mean: 5 }],
    ['lognormal: 5, 1e-1', { distribution: 'lognormal', mean: 5, sd: 0.1 }],
    ['gamma:5,2', { distribution: 'gamma', mean: 5, sd: 2 }],
    ['distance:0.5', { distance: { speed: 0.5, constant: 0 } }],
    ['distance:0.5,3', { distance: { speed: 0.5, constant: 3 } }],
  ])('reads %s, for all nodes', (text, spec) => {
    expect(delaysOf(read(text), ['a', 'b'])).toEqual({ a: spec, b: spec });
  });

  it('reads delays by node', () => {
    const byNode = { 'layers.0': 2, out: { distance: { speed: 1, constant: 0 } } };
    expect(delaysOf(read('layers.0=2; out=distance:1'), ['layers.0', 'h', 'out'])).toEqual(byNode);
  });

  const bad = ['often', '-1', 'Infinity', '1,2', '', 'uniform:3', 'uniform:3,1', 'uniform:1,2,3', 'gama:1,1'];
  it.each([...bad, 'toString:1', 'distance:1,2,3', 'a=', 'a=1;2', 'a=1;'])('tells the syntax: %j', (text) => {
    expect(() => read(text)).toThrow(InvalidArgumentError);
    expect(() => read(text)).toThrow(/^Got ".*", expected .*TAU, uniform:FROM,TO, .*distance:SPEED.*NODE=/);
  });
});

describe('a name that stands twice', () => {
  const delay = delayOption().parseArg as unknown as (text: string) => unknown;
  const quantum = speechOptions(new Command()).options.find(({ long }) => long === '--quantum');

  it('is refused where the last would win', () => {
    expect(() => delay('h=1;h=2')).toThrow('Got "h" twice, expected each name once.');
    expect(() => quantum?.parseArg?.('h=1,h=2', undefined)).toThrow(
      'Got "h" twice, expected each name once.',
    );
    expect(() => quantum?.parseArg?.('h=1,2', undefined)).toThrow('Got "h=1,2", expected a number or NAME=X');
    expect(quantum?.parseArg?.('h=1,o=2', undefined)).toEqual({ h: 1, o: 2 });
  });
});

describe('--error', () => {
  const messages = 'threshold';
  const network = parseNetwork(networks['skip connection']);
  const parameters = initialParameters(network, 1);
  const relaxation = (options: RelaxationOptions) =>
    withQuantaFor(relaxationFrom(options), options, network, parameters, rules.ar);

  it('stands for the quanta, or where they are annealed, for the smallest', () => {
    const quanta = quantaFor(network, parameters, 0.1);
    expect(relaxation({ messages, error: 0.1 }).quantum).toEqual(quanta);
    expect(relaxation({ messages, quantum: 0.1 }).quantum).toBe(0.1);
    const { quantum, smallestQuantum } = relaxation({ messages, error: 0.1, quantum: 0.05, anneal: 1 });
    expect(quantum).toBe(0.05);
    // h1, which nobody hears, could have 0.1.
    expect(quanta.h1).toBe(0.1);
    expect(smallestQuantum).toEqual({ h1: 0.05, h2: Math.min(0.05, quanta.h2) });
    expect(relaxation({ messages, error: 0.1, quantum: 9, anneal: 1 }).smallestQuantum).toEqual(quanta);
  });

  it.each<[RelaxationOptions, string]>([
    [{ messages, error: 0.1, quantum: 1 }, '--error: got also --quantum, expected one or the other.'],
    [{ messages, error: 0.1, smallestQuantum: 1 }, 'got also --smallest-quantum'],
    [{ messages, error: 0.1, quantum: 1, anneal: 1, smallestQuantum: 1 }, 'got also --smallest-quantum'],
    [{ messages, error: 0.1, relativeQuantum: 1 }, 'got also --relative-quantum'],
    [{ messages, error: 0.1, anneal: 1 }, 'relaxation.quantum: got none'],
    [{ error: 0.1 }, '--error: got it with messages of the default kind, expected --messages threshold.'],
  ])('is refused where it has no meaning: %j', (options, line) => {
    expect(refusal(() => relaxationFrom(options))).toContain(line);
  });
});
