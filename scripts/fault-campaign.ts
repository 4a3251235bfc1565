import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { positive, whole } from '../src/cli/arguments.js';
import { table } from '../src/cli/output.js';
import { randomStream } from '../src/math/random.js';
import { builtCommandLine } from '../test/cli/build.js';
import { jsonFile, tensor, tensorFile, tinyMnist, tinyNetwork } from '../test/cli/tiny.js';
import { type Course, disturbances } from './faults/disturb.js';
import { Commands, putBeside, untilGone } from './faults/process.js';
import { bytesOf, keptRows, type Subject, subjects } from './faults/subjects.js';

// Kills commands, fills their disk, sends them signals and starts them twice, again and again: whatever is done to them,
// going on gives what an undisturbed command would have given, to the byte, and nobody else's files are lost.

interface Options {
  readonly rounds: number;
  readonly seed: number;
  readonly only?: string;
}

const { rounds, seed, only } = new Command('npm run faults --')
  .description('Disturbs commands and checks that nothing is lost; exit code 1 if something is.')
  .option('--rounds <n>', 'disturbances of each kind for each command', positive, 2)
  .option('--seed <n>', 'of times, places and calls', whole, 1)
  .option('--only <name>', 'one command: train, train --seeds, simulate, stream, data fetch')
  .parse()
  .opts<Options>();

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relaxon-faults-'));
const main = builtCommandLine(root);
const network = jsonFile(folder, 'net.json', tinyNetwork);
const input = tensorFile(folder, 'input.st', [
  ['input', tensor([1, 16], Array(16).fill(0.5))],
  ['target', tensor([1, 10], Array(10).fill(0.1))],
]);
const data = tinyMnist(join(folder, 'data'), 80, 20);
const fetched = join(process.env.RELAXON_DATA ?? join(root, '..', 'shared', 'data'), 'optdigits');

/** Serves the real files of optdigits, in pieces, so that there is time to disturb. */
const server = createServer((request, response) => {
  const name = String(request.url).split('/').at(-1) ?? '';
  const bytes = filesOf(fetched).includes(name) ? readFileSync(join(fetched, name)) : undefined;
  if (!bytes) return void response.writeHead(404).end();
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= bytes.length) return void response.writeHead(416).end();
  const range = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from, ...(from > 0 && range) });
  let at = from;
  const timer = setInterval(() => {
    if (response.destroyed || at >= bytes.length) {
      clearInterval(timer);
      response.end();
      return;
    }
    response.write(bytes.subarray(at, at + 40_000));
    at += 40_000;
  }, 5);
});
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function commandsFor({ name }: Subject, out: string): Commands {
  const local = { RELAXON_DATA: '', RELAXON_MIRROR: mirror, XDG_CACHE_HOME: out };
  return new Commands(main, folder, name === 'data fetch' ? local : { RELAXON_DATA: data });
}

/** Runs a command undisturbed. */
async function course(subject: Subject, reference: string): Promise<Course> {
  const commands = commandsFor(subject, reference);
  const first = await commands.run(subject.begin(reference));
  if (first.code !== 0) throw new Error(`${subject.name}: ${first.stderr}`);
  const counts = join(folder, 'counts');
  const other = `${reference}-counted`;
  await commandsFor(subject, other).run(subject.begin(other), { kind: 'count', at: 0, counts });
  return { took: first.took, calls: Number(readFileSync(counts, 'utf8')) };
}

/** What one disturbance has cost, or nothing. */
async function round(subject: Subject, kind: string, reference: string, going: Course, n: number) {
  const place = join(folder, `${subject.name} ${kind} ${n}`);
  mkdirSync(place);
  const [out, theirs] = [join(place, 'runs', 'out'), join(place, 'runs', 'theirs', 'results')];
  const stop = putBeside(theirs);
  const commands = commandsFor(subject, out);
  const random = randomStream(seed, `${subject.name}/${kind}/${n}`);
  const wrong = await disturbances[kind]({ commands, subject, out, course: going, random });
  await untilGone(out);
  const { ended, refused } = await subject.goOn(commands, out);
  await untilGone(out);
  stop();
  const lost = bytesOf(theirs) === 'of three days' ? undefined : "somebody else's file is gone";
  if (wrong ?? lost) return { wrong: wrong ?? lost };
  if (ended.code !== 0) return { wrong: `going on ended with ${ended.code}: ${ended.stderr}` };
  if (refused) return keptRows(out, reference) ? { refused } : { wrong: 'metrics.jsonl has other rows' };
  const differing = subject
    .files(reference)
    .find((file) => bytesOf(join(out, file)) !== bytesOf(join(reference, file)));
  const left = filesOf(out, true).find((name) => /\.relaxon\.|\.tmp$|\.part$/.test(name));
  if (differing ?? left) return { wrong: differing ? `${differing} is another` : `${left} is left` };
  rmSync(place, { recursive: true });
  return {};
}

function filesOf(path: string, recursive = false): string[] {
  return readdirSync(path, { recursive, encoding: 'utf8' });
}

const rows: [string, string, ...(string | number)[]][] = [];
const losses: string[] = [];
for (const subject of subjects(network, input)) {
  if (only !== undefined && subject.name !== only) continue;
  const reference = join(folder, `${subject.name} undisturbed`);
  const going = await course(subject, reference);
  for (const kind of Object.keys(disturbances)) {
    const counts = { whole: 0, refused: 0, lost: 0 };
    for (let n = 0; n < rounds; n++) {
      const { wrong, refused } = await round(subject, kind, reference, going, n);
      if (wrong !== undefined) losses.push(`${subject.name}, ${kind}, round ${n}: ${wrong}`);
      counts[wrong !== undefined ? 'lost' : refused ? 'refused' : 'whole']++;
    }
    rows.push([subject.name, kind, counts.whole, counts.refused, counts.lost]);
    process.stderr.write(`${rows.at(-1)?.join('  ')}\n`);
  }
}
server.close();
server.closeAllConnections();
const all = rows.reduce((sum, row) => sum + Number(row[2]) + Number(row[3]) + Number(row[4]), 0);
const lines = table([['command', 'disturbance', 'whole', 'refused', 'lost'], ...rows]);
process.stdout.write(`${lines.join('\n')}\n${all} disturbances, ${losses.length} with a loss\n`);
for (const loss of losses) process.stdout.write(`${loss}\n`);
if (losses.length === 0) rmSync(folder, { recursive: true });
else process.stdout.write(`what is left lies in ${folder}\n`);
process.exitCode = losses.length === 0 ? 0 : 1;
