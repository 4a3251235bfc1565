import { randomStream } from '../../src/math/random.js';
import type { WireOptions } from '../../src/messages/wires.js';
import { layOut } from '../../src/network/layout.js';
import type { Network } from '../../src/network/network.js';
import type { CellOptions } from '../../src/neurons/cell.js';
import { buildDelays } from '../../src/sim/events/build/build-delays.js';
import type { Cells } from '../../src/sim/events/build/cells.js';
import type { Delays } from '../../src/sim/events/build/delays.js';
import { parseCells } from '../../src/sim/events/build/parse-cells.js';
import type { Relaxation } from '../../src/sim/simulator.js';

/** How wires and cells differ from perfect ones, and how a network relaxes with them. */
export interface Roughness {
  readonly relaxation: Partial<Relaxation>;
  readonly wires?: WireOptions;
  readonly cells?: ((network: Network, seed: number) => Cells) | undefined;
  readonly delays?: (network: Network, seed: number) => Delays;
  /** Cells that are dead, as the network is then another one. */
  readonly dead?: boolean;
  /** Whether it is expected to cost nothing, or something; not given, nothing is. */
  readonly harmless?: boolean;
}

/** What all others are compared with. */
export const baseline = 'perfect, 8 steps of 1';

const sampled: Partial<Relaxation> = { solver: 'euler', initial: 'zero', steps: 8, stepSize: 1 };
const once: Partial<Relaxation> = { initial: 'zero', duration: 10 };
const threshold = (quantum: number): Partial<Relaxation> => ({
  messages: 'threshold',
  initial: 'zero',
  quantum,
});

const everywhere = (cell: object) => (network: Network, seed: number) => {
  const hidden = layOut(network).nodes.filter(({ role }) => role === 'relaxing');
  return parseCells(Object.fromEntries(hidden.map(({ name }) => [name, cell])), network, seed);
};

const dying =
  (portion: number) =>
  (network: Network, seed: number): Cells =>
    Object.fromEntries(
      layOut(network)
        .nodes.filter(({ role }) => role === 'relaxing')
        .map(({ name, size }): [string, CellOptions] => {
          const stream = randomStream(seed, `dead ${name}`);
          const units = Array.from({ length: size }, (_, i) => i);
          return [name, { dead: units.filter(() => stream.uniform() < portion) }];
        }),
    );

const uniformDelays = (longest: number) => (network: Network, seed: number) => {
  const spec = { distribution: 'uniform', from: 0, to: longest };
  return buildDelays(
    network,
    Object.fromEntries(Object.keys(network.nodes).map((name) => [name, spec])),
    seed,
  );
};

/** Conditions of training, by name. */
export const roughnesses: Readonly<Record<string, Roughness>> = {
  [baseline]: { relaxation: sampled },
  '30 % lost, sent again': { relaxation: sampled, wires: { loss: 0.3, retransmit: 0.5 }, harmless: true },
  '3 % lost for good': { relaxation: sampled, wires: { loss: 0.03 } },
  '10 % lost for good': { relaxation: sampled, wires: { loss: 0.1 } },
  '30 % lost for good': { relaxation: sampled, wires: { loss: 0.3 }, harmless: false },
  '10 % lost for good, said once': { relaxation: once, wires: { loss: 0.1 } },
  '30 % lost for good, said once': { relaxation: once, wires: { loss: 0.3 }, harmless: false },
  'jitter up to 4 tau': { relaxation: { ...sampled, steps: 18 }, wires: { jitter: 4 }, harmless: true },
  'quantum 0.01': { relaxation: threshold(0.01), harmless: true },
  'quantum 0.1': { relaxation: threshold(0.1) },
  'quantum 0.3': { relaxation: threshold(0.3) },
  'quantum 1': { relaxation: threshold(1) },
  'delays 0 to 5 tau': { relaxation: { ...sampled, steps: 20 }, delays: uniformDelays(5), harmless: true },
  'delays 0 to 5 tau, cut off at 5': { relaxation: { ...sampled, steps: 5 }, delays: uniformDelays(5) },
  'time constants lognormal 1, sd 0.5': {
    relaxation: { ...sampled, steps: 150, stepSize: 0.1 },
    cells: everywhere({ tau: { distribution: 'lognormal', mean: 1, sd: 0.5 } }),
    harmless: true,
  },
  '10 % of units dead': { relaxation: sampled, cells: dying(0.1), dead: true },
  '30 % of units dead': { relaxation: sampled, cells: dying(0.3), dead: true },
  'noise into the activity, sd 0.1': {
    relaxation: sampled,
    cells: everywhere({ noise: { kind: 'white', sd: 0.1 } }),
  },
  'noise into the activity, sd 0.5': {
    relaxation: sampled,
    cells: everywhere({ noise: { kind: 'white', sd: 0.5 } }),
  },
  'noise into the drive, sd 0.5, of 2 tau': {
    relaxation: sampled,
    cells: everywhere({ noise: { kind: 'ornstein-uhlenbeck', sd: 0.5, tau: 2 } }),
  },
};

/** A way to speak over wires that lose 30 %, and whether the gradient is expected to be reached. */
export interface LossWay {
  readonly wires: WireOptions;
  readonly lasting: (time: number) => Partial<Relaxation>;
  readonly reaches: boolean;
  /** The same of what a relaxing layer says to the one below it; not given, nothing is expected. */
  readonly reachesAbove?: boolean;
}

const stepping = (time: number): Partial<Relaxation> => ({ ...sampled, steps: 2 * time, stepSize: 0.5 });
const telling = (duration: number): Partial<Relaxation> => ({ ...once, duration });

/** The same loss, by how neurons speak. */
export const lossWays: Readonly<Record<string, LossWay>> = {
  'said at every step, nothing lost': { wires: {}, lasting: stepping, reaches: true, reachesAbove: true },
  'said at every step, lost for good': {
    wires: { loss: 0.3 },
    lasting: stepping,
    reaches: true,
    reachesAbove: true,
  },
  'said at every step, sent again': {
    wires: { loss: 0.3, retransmit: 0.5 },
    lasting: stepping,
    reaches: true,
    reachesAbove: true,
  },
  'said once, sent again': {
    wires: { loss: 0.3, retransmit: 0.5 },
    lasting: telling,
    reaches: true,
    reachesAbove: true,
  },
  'said once, lost for good': { wires: { loss: 0.3 }, lasting: telling, reaches: false, reachesAbove: false },
  'by quanta of 0.001, lost for good': {
    wires: { loss: 0.3 },
    lasting: (duration) => ({ ...threshold(0.001), duration }),
    reaches: false,
  },
};
