import { lstatSync } from 'node:fs';

/**
 * The name of a folder for what was not told where to go: `beginning-YYYYMMDD-HHMMSS` (UTC), and with `-2`, `-3`, ... behind it
 * where something is there already, as after a command that took less than a second.
 */
export function datedFolder(beginning: string): string {
  const stamp = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const dated = `${beginning}-${stamp}`;
  let name = dated;
  for (let k = 2; lstatSync(name, { throwIfNoEntry: false }); k++) name = `${dated}-${k}`;
  return name;
}
