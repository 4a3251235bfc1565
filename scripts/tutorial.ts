import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stepsOf } from './tutorial/steps.js';

// Goes through docs/tutorial.md in an empty folder, with the packed package alone: writes every file and runs every command
// that it shows, one after the other, and stops at the first that fails.

const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'relaxon-tutorial-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

function packed(): string {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', work], { cwd: root, stdio: 'inherit' });
  return join(work, readdirSync(work).find((name) => name.endsWith('.tgz'))!);
}

const [given] = process.argv.slice(2);
const tarball = given ?? packed();
const folder = mkdtempSync(join(work, 'empty-'));
const page = readFileSync(join(root, 'docs', 'tutorial.md'), 'utf8');
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
let commands = 0;
for (const step of stepsOf(page)) {
  if (step.kind === 'file') {
    writeFileSync(join(folder, step.name), step.text);
    continue;
  }
  console.log(`$ ${step.command}`);
  const command = step.command.replace(/^npm install relaxon$/, `npm install ${JSON.stringify(tarball)}`);
  const { status } = spawnSync('bash', ['-c', command], {
    cwd: folder,
    env,
    stdio: 'inherit',
    timeout: 300_000,
  });
  if (status !== 0) {
    console.error(`tutorial: "${step.command}" ended with ${status}`);
    process.exit(1);
  }
  commands++;
}
console.log(`tutorial: all ${commands} commands of docs/tutorial.md work`);
