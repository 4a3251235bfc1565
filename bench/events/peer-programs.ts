import type { PeerName } from '../peers/list.js';

/** How a simulator of rate neurons relaxes a sample. */
export interface RelaxationProgram {
  /** In keys. */
  readonly name: string;
  readonly peer: PeerName;
  /** In words. */
  readonly text: string;
  readonly script: string;
  readonly args: readonly (string | number)[];
}

/** Every program, on one thread. A new one: one entry here. */
export const programs: readonly RelaxationProgram[] = [
  {
    name: 'brian',
    peer: 'brian2',
    text: 'Brian2 (cython)',
    script: 'relaxation_brian.py',
    args: [1, 'cython'],
  },
  {
    name: 'brian_standalone',
    peer: 'brian2',
    text: 'Brian2 (its stand-alone C++)',
    script: 'relaxation_brian.py',
    args: [1, 'standalone'],
  },
  {
    name: 'nest',
    peer: 'nest',
    text: 'NEST (rate neurons)',
    script: 'relaxation_nest.py',
    args: [1],
  },
];
