import { join } from 'node:path';
import { lastLock, lockName } from './lock.js';
import { isGone, type Owner } from './owner.js';

/** Who works in a folder, as far as can be known from here; undefined if nobody does. */
export function ownerIn(folder: string): Owner | undefined {
  const last = lastLock(join(folder, lockName));
  if (!last?.owner) return undefined;
  return isGone(last.owner, Date.now() - last.touched) ? undefined : last.owner;
}
