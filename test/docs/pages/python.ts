import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import type { PeerName } from '../../../bench/peers/list.js';
import { findPeer } from '../../../bench/python.js';
import { blocksOf } from '../../../scripts/tutorial/blocks.js';
import { textOf } from './steps.js';

/** What Python the blocks of a page are for, and what is asked of what they have defined. */
const sessions: Readonly<Record<string, { readonly peer: PeerName; readonly ask: string }>> = {
  'docs/compare.md': {
    peer: 'duckdb',
    ask: 'assert len(by_pandas) == len(by_polars) == 2 and len(curves) == 4',
  },
  'docs/pytorch.md': { peer: 'torch', ask: 'assert net(torch.zeros(2, 3, 32, 32)).shape == (2, 10)' },
  'docs/watching.md': {
    peer: 'torch',
    ask:
      "assert seen['activity'].shape == (len(seen['time']), len(actors)) and messages\n" +
      "assert len(set_['drive']) == len(set_['actor']) == len(set_['time']) > 0",
  },
  'docs/weights.md': {
    peer: 'torch',
    ask: 'import torch\nassert load("trained")(torch.zeros(2, 28, 28)).shape == (2, 10)',
  },
};

export const pythonPages: readonly string[] = Object.keys(sessions);

/** The page's blocks of Python, one after the other. */
export const pythonOf = (page: string): readonly string[] =>
  blocksOf(textOf(page)).flatMap(({ language, text }) => (language === 'python' ? [text] : []));

/** Runs the Python of a page in a folder. @returns why it was not run, where no Python here has what it needs */
export function runPython(page: string, folder: string): string | undefined {
  const { peer, ask } = sessions[page];
  const found = findPeer(peer);
  if ('reason' in found) return found.reason;
  const { status, stderr } = spawnSync(found.python, ['-'], {
    ...{ cwd: folder, encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } },
    input: [...pythonOf(page), ask].join('\n'),
  });
  if (/No module named 'safetensors'/.test(stderr)) return `no package safetensors for ${found.python}`;
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return undefined;
}
