import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { builtCommandLine } from '../../cli/build.js';
import { here } from '../../cli/here.js';
import { fixtures } from './fixtures.js';
import { expectShown } from './outputs.js';
import { isPassedOver } from './passed-over.js';
import { smallCommand, smallFile } from './small.js';
import { root, type Step, stepsOf } from './steps.js';

/** A page that is being followed: where, and what its commands have said. */
interface Followed {
  readonly page: string;
  readonly folder: string;
  /** What RELAXON_DATA names. */
  readonly data: string;
  said: string;
}

/**
 * Does what a page says, step by step, in a folder of its own that has what the page says its reader has: writes its files, runs its
 * commands, and holds what they print and write to what it shows.
 * @param data where smallSets has written its sets
 * @param then what else is to be done in that folder, which goes afterwards
 */
export async function follow(
  page: string,
  data: string,
  then?: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'relaxon-page-'));
  const followed: Followed = { page, folder, data, said: '' };
  const cwd = process.cwd();
  const [, program] = process.argv;
  try {
    process.chdir(folder);
    // The processes that a command starts are those of the command line, not of this test.
    process.argv[1] = builtCommandLine(root);
    await furnish(followed);
    const steps = stepsOf(page);
    for (const [k, step] of steps.entries()) await take(followed, step, steps[k + 1]);
    await then?.(folder);
  } finally {
    process.argv[1] = program;
    process.chdir(cwd);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function furnish(followed: Followed): Promise<void> {
  for (const own of fixtures[followed.page] ?? [])
    if ('make' in own) own.make(followed.folder, own.name);
    else expect(await run(followed, [...own.args, '--quiet'])).toMatchObject({ code: 0 });
}

const run = ({ data }: Followed, args: readonly string[]) => here(args, { RELAXON_DATA: data });

async function take(followed: Followed, step: Step, next: Step | undefined): Promise<void> {
  const { page, folder } = followed;
  if (step.kind === 'file') writeFileSync(join(folder, step.name), smallFile(page, step.name, step.text));
  else if (step.kind === 'output') expectShown(followed.said, step.lines);
  else if (!isPassedOver(page, step.line)) await obey(followed, step, isRefusal(next));
}

/** Whether a page shows that a command is refused. */
const isRefusal = (next: Step | undefined): boolean =>
  next?.kind === 'output' && next.lines[0].startsWith('relaxon: ');

async function obey(
  followed: Followed,
  { line, args }: Step & { readonly kind: 'command' },
  refused: boolean,
): Promise<void> {
  if (!args) throw new Error(`${line}: none of ours, and not in the list of test/docs/pages/passed-over.ts`);
  const { code, stdout, stderr } = await run(followed, smallCommand(args));
  expect(code, `${line}\n${stderr}`).toBe(refused ? 2 : 0);
  followed.said += stdout + stderr;
  const written = args.filter((_, k) => ['--out', '--export'].includes(args[k - 1]));
  for (const name of written) expect(existsSync(join(followed.folder, name)), `${line}: ${name}`).toBe(true);
}
