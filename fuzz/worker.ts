import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { inputOf } from './inputs.js';
import { type Fault, judge, type Verdict } from './judge.js';
import { type Finding, mostMemory, type Slice, type SliceEnd, type WorkerSetup } from './slice.js';
import type { Target } from './target.js';
import { targets } from './targets.js';

const { folder, progress } = workerData as WorkerSetup;
const current = new Int32Array(progress);
const made = new Map<string, Target>();
/** Errors that came out where nobody calls. */
let stray: unknown[] = [];
process.on('uncaughtException', (error) => stray.push(error));

function targetOf(parser: string): Target {
  const found = made.get(parser);
  if (found) return found;
  const own = join(folder, parser);
  mkdirSync(own, { recursive: true });
  const target = targets[parser](own);
  made.set(parser, target);
  return target;
}

async function run(slice: Slice): Promise<SliceEnd> {
  const target = targetOf(slice.parser);
  const findings: Finding[] = [];
  let taken = 0;
  for (let index = slice.from; index < slice.from + slice.count; index++) {
    const { input, verdict } = tryOne(target, slice, index);
    if (verdict === 'taken') taken++;
    else if (verdict !== 'refused') findings.push(findingOf(slice, index, input, verdict));
  }
  findings.push(...(await strayFindings(target, slice)));
  return { done: slice.count, taken, findings };
}

function tryOne(target: Target, slice: Slice, index: number): { input: Uint8Array; verdict: Verdict } {
  Atomics.store(current, 0, index);
  Atomics.add(current, 1, 1);
  const input = slice.input ?? inputOf(target, slice.parser, slice.seed, index);
  const before = process.resourceUsage().maxRSS;
  const verdict = judge(target, input);
  const more = 1024 * (process.resourceUsage().maxRSS - before);
  if (more > mostMemory) return { input, verdict: { kind: 'memory', what: `${more} bytes more` } };
  if (verdict === 'refused' && !slice.input && index < target.valid.length) {
    return { input, verdict: { kind: 'nonsense', what: 'a valid input is refused' } };
  }
  return { input, verdict };
}

// What is thrown where nobody calls comes out later: then each is tried again, alone.
async function strayFindings(target: Target, slice: Slice): Promise<Finding[]> {
  await later();
  if (stray.length === 0) return [];
  const findings: Finding[] = [];
  for (let index = slice.from; index < slice.from + slice.count; index++) {
    stray = [];
    const { input } = tryOne(target, slice, index);
    await later();
    const [error] = stray;
    if (error === undefined) continue;
    const what = `nobody could catch: ${error instanceof Error ? error.stack : error}`;
    findings.push(findingOf(slice, index, input, { kind: 'crash', what }));
  }
  stray = [];
  return findings;
}

const later = () => new Promise((resolve) => setTimeout(resolve, 1));

const findingOf = ({ parser, seed }: Slice, index: number, input: Uint8Array, fault: Fault): Finding => ({
  parser,
  seed,
  index,
  input,
  ...fault,
});

parentPort?.on('message', async (slice: Slice) => {
  parentPort?.postMessage(await run(slice));
});
parentPort?.postMessage('ready');
