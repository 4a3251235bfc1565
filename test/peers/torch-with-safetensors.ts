import { spawnSync } from 'node:child_process';
import { type AbsentPeer, type FoundPeer, findPeer } from '../../bench/python.js';

/** PyTorch with its package for files of tensors, or why it is not here. */
export function torchWithSafetensors(): FoundPeer | AbsentPeer {
  const found = findPeer('torch');
  if ('reason' in found) return found;
  const probe = spawnSync(found.python, ['-c', 'import safetensors.torch']);
  return probe.status === 0 ? found : { reason: `no package safetensors for ${found.python}` };
}
