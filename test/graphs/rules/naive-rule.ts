import type { Network } from '../../../src/network/network.js';
import type { Parameters } from '../../../src/network/parameters.js';
import type { Batch } from '../../../src/sim/simulator.js';
import { asGraph, type NaiveParameters } from '../naive.js';
import { alignment } from './alignment.js';
import { type ArChoice, type ArOptions, activationRelaxation } from './ar.js';
import { contrastiveHebbian } from './chl.js';
import { type Circuit, circuitOf, type Fields } from './circuit.js';
import { equilibriumPropagation } from './ep.js';
import { predictiveCoding } from './pc.js';
import type { Played, Sample } from './played.js';

/** What is told beside the batch. */
export interface Told {
  readonly learningRate: number;
  /** Of a coin that is thrown: from 0 to 1. */
  readonly draw: number;
  /** States that were kept of the samples. */
  readonly kept?: Readonly<Record<string, { readonly data: ArrayLike<number> }>> | undefined;
}

/** A rule, with what is chosen, in plain loops. */
export function naively(
  name: string,
  chosen: Readonly<Record<string, unknown>>,
): (circuit: Circuit, parameters: NaiveParameters, samples: readonly Sample[], told: Told) => Played {
  const all = <O>(more: object) => ({ ...chosen, ...more }) as O;
  return (circuit, parameters, samples, { learningRate, draw, kept }) => {
    switch (name) {
      case 'ar': {
        const choiceOf = () => chosen as unknown as ArChoice;
        return activationRelaxation(circuit, parameters, samples, all<ArOptions>({ choiceOf, learningRate }));
      }
      case 'pc':
        return predictiveCoding(circuit, parameters, samples, all({ learningRate }));
      case 'chl':
        return contrastiveHebbian(circuit, parameters, samples, all({}));
      case 'ep': {
        const away = chosen.nudging === 'random-sign' && draw < 0.5;
        const beta = (away ? -1 : 1) * (chosen.beta as number);
        const from = kept && Object.fromEntries(Object.entries(kept).map(([key, { data }]) => [key, data]));
        return equilibriumPropagation(circuit, parameters, samples, all({ beta, ...(from && { from }) }));
      }
      case 'bp':
      case 'fa':
      case 'dfa':
        return alignment(circuit, parameters, samples, name);
      default:
        throw new Error(`no naive rule ${name}`);
    }
  };
}

/** The samples of a batch, one by one. */
export function samplesOf({ inputs, targets, size }: Batch): Sample[] {
  const row = (set: Batch['inputs'], s: number): Fields =>
    Object.fromEntries(
      Object.entries(set).map(([name, { data }]) => {
        const units = data.length / size;
        return [name, Array.from(data.subarray(s * units, (s + 1) * units))];
      }),
    );
  return Array.from({ length: size }, (_, s) => ({ inputs: row(inputs, s), targets: row(targets, s) }));
}

export const circuitIn = (network: Network): Circuit => circuitOf(asGraph(network));

export const numbersIn = (parameters: Parameters | NaiveParameters): Record<string, number[]> =>
  Object.fromEntries(Object.entries(parameters).map(([name, { data }]) => [name, Array.from(data)]));
