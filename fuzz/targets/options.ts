import { Command } from 'commander';
import { type DelayFlag, delayOption, delaysOf } from '../../src/cli/delay-option.js';
import { speechOptions } from '../../src/cli/speech-options.js';
import type { RandomStream } from '../../src/math/random.js';
import { layOut } from '../../src/network/layout.js';
import { buildDelays, type DelaySpec } from '../../src/sim/events/build/build-delays.js';
import { type Quantum, quantumOf } from '../../src/sim/messages.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { mutateBytes } from '../mutate/bytes.js';
import { pick } from '../mutate/pick.js';
import { expect, type MakeTarget, type Target } from '../target.js';
import { network } from './examples.js';
import { encode } from './text.js';

const pieces = [
  '=',
  ';',
  ',',
  ':',
  'layers.0',
  'layers.1',
  'uniform',
  'gamma',
  'lognormal',
  'exponential',
  'distance',
  'toString',
];
const numbers = [
  '0',
  '1',
  '-1',
  '0.5',
  '1e308',
  '1e-320',
  'NaN',
  'Infinity',
  '',
  ' ',
  '0x10',
  '1e999',
  '50',
  '__proto__',
];

function mutate(stream: RandomStream, valid: Uint8Array, whole: boolean): Uint8Array {
  if (!whole) return mutateBytes(stream, valid);
  const length = 1 + stream.integer(10);
  return encode(Array.from({ length }, () => pick(stream, stream.integer(2) ? pieces : numbers)).join(''));
}

const nodes = layOut(network).nodes;

/** `--delay`. */
export const delays: MakeTarget = () => {
  const option = delayOption();
  const target: Target<DelayFlag> = {
    valid: [
      '2',
      'uniform:0,50',
      'distance:0.5',
      'lognormal:1,0.2',
      'layers.0=1;layers.1=gamma:2,0.5',
      'distance:2,1',
    ].map(encode),
    mutate,
    read: (input) => {
      const flag = option.parseArg!(new TextDecoder().decode(input), undefined as never) as DelayFlag;
      buildDelays(
        network,
        delaysOf(
          flag,
          nodes.map(({ name }) => name),
        ),
      );
      return flag;
    },
    use: (flag) => {
      const built = buildDelays(
        network,
        delaysOf(
          flag,
          nodes.map(({ name }) => name),
        ),
      );
      for (const delay of Object.values(built)) {
        const lag = typeof delay === 'number' ? delay : delay(0, 1, 0);
        expect(lag >= 0 && (lag < Infinity || typeof delay === 'function'), `a delay of ${lag}`);
      }
    },
    write: (flag) =>
      encode(
        'all' in flag
          ? textOf(flag.all)
          : Object.entries(flag.byNode)
              .map(([name, spec]) => `${name}=${textOf(spec)}`)
              .join(';'),
      ),
  };
  return target as Target;
};

/** `--quantum`. */
export const quanta: MakeTarget = () => {
  const option = speechOptions(new Command()).options.find(({ long }) => long === '--quantum')!;
  const target: Target<Quantum> = {
    valid: ['0.1', '1e-3', 'layers.0=0.1,layers.1=0.5', 'layers.1=1'].map(encode),
    mutate,
    read: (input) => {
      const given = option.parseArg!(new TextDecoder().decode(input), undefined as never);
      return relaxationOf({ messages: 'threshold', quantum: given as Quantum }).quantum!;
    },
    use: (quantum) => {
      for (const { name } of nodes) expect(quantumOf(quantum, name) > 0, 'a quantum that is not above 0');
    },
    write: (quantum) =>
      encode(
        typeof quantum === 'number'
          ? String(quantum)
          : Object.entries(quantum)
              .map(([name, one]) => `${name}=${one}`)
              .join(','),
      ),
  };
  return target as Target;
};

function textOf(spec: DelaySpec): string {
  if (typeof spec === 'number') return String(spec);
  if (typeof spec.distance === 'object') {
    const { speed, constant = 0 } = spec.distance as { speed: number; constant?: number };
    return `distance:${speed},${constant}`;
  }
  const { distribution, ...settings } = spec as { distribution: string };
  return `${distribution}:${Object.values(settings).join(',')}`;
}
