import type { BackendName } from '../../src/sim/batched/backend.js';
import { type PeerName, peers } from '../peers/list.js';

/** What a peer does with a minibatch. */
export const forms = {
  paper: {
    inKey: '',
    rule: 'ar',
    over: ['ar'],
    text: "ar as the paper's code does it (the images relax, derivatives in every step)",
  },
  hidden: {
    inKey: '_hidden',
    rule: 'ar',
    over: ['ar'],
    text: 'ar in its leanest form (only hidden layers relax, derivatives once)',
  },
  bp: { inKey: '_bp', rule: 'bp', over: ['ar', 'bp'], text: 'backpropagation' },
} as const;

export type Form = keyof typeof forms;

/** A way in which a peer's users run it. */
export interface Program {
  /** In keys. */
  readonly name: string;
  readonly peer: PeerName;
  /** In words. */
  readonly how: string;
  readonly script: string;
  /** After the number of threads. */
  readonly args: readonly string[];
  readonly forms: readonly Form[];
  /** What ratios shall be at least, by backend and by form over rule. */
  readonly targets?: Readonly<Partial<Record<BackendName, Readonly<Record<string, number>>>>>;
}

/** Every program. A new one: one entry here. */
export const programs: readonly Program[] = [
  {
    name: 'pytorch',
    peer: 'torch',
    how: 'eager',
    script: 'paper_torch.py',
    args: ['eager'],
    forms: ['paper', 'hidden', 'bp'],
    targets: {
      'tfjs-node': { 'paper/ar': 25, 'bp/ar': 0.8, 'bp/bp': 0.9 },
      wasm: { 'paper/ar': 9 },
    },
  },
  {
    name: 'pytorch_compiled',
    peer: 'torch',
    how: 'the whole step by torch.compile',
    script: 'paper_torch.py',
    args: ['compiled'],
    forms: ['hidden', 'bp'],
  },
  {
    name: 'jax',
    peer: 'jax',
    how: 'the whole step jitted',
    script: 'paper_jax.py',
    args: [],
    forms: ['paper', 'hidden', 'bp'],
    targets: { 'tfjs-node': { 'hidden/ar': 6 } },
  },
];

/** What a form in a program is, in words. */
export const textOf = ({ peer, how }: Program, form: Form, threads: number): string =>
  `one minibatch: ${peers[peer].title} (${how}; CPU, ${threads === 1 ? 'one thread' : `${threads} threads`}), ${forms[form].text}`;
