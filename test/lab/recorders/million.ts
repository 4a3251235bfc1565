// Drives a million messages through every recorder; prints the bytes in use after a tenth of them and after all.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MessageLog } from '../../../src/lab/message-log.js';
import { ChangeFile } from '../../../src/lab/recorders/change-file.js';
import { RasterDots } from '../../../src/lab/recorders/dots.js';
import { FrameFile } from '../../../src/lab/recorders/frame-file.js';
import { Thinned } from '../../../src/lab/recorders/thinned.js';
import { readSafetensors } from '../../../src/lab/safetensors/index.js';

const path = (name: string) => join(process.argv[2], `million-${name}`);
const sources = Array.from({ length: 100 }, (_, i) => `h1[${i}]`);
const log = new MessageLog(path('messages'));
const changes = new ChangeFile(path('changes'), 'activity', sources);
const frames = new FrameFile(path('frames'), 'activity', sources.slice(0, 2));
const dots = new RasterDots(sources);
const thinned = new Thinned(2000, 3);
const values = new Float64Array(2);

function hear(i: number): void {
  const actor = i % sources.length;
  const message = {
    time: i / 64,
    source: sources[actor],
    target: 'image',
    kind: 'down.x',
    value: i,
  } as const;
  log.write(message);
  dots.hear(message);
  changes.write({ time: message.time, actor, value: i });
  values.fill(i);
  frames.write({ time: message.time, values });
  thinned.add(message.time, values);
}

/** Bytes in use, those of typed arrays too, when all rubbish is gone. */
function inUse(): number {
  globalThis.gc!();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

let early = 0;
for (let i = 0; i < 1_000_000; i++) {
  if (i === 100_000) early = inUse();
  hear(i);
}
const late = inUse();
for (const file of [log, changes, frames]) file.close();
let lines = 0;
for (const byte of readFileSync(path('messages'))) if (byte === 10) lines++;
const rows = readSafetensors(path('changes')).tensors.get('time')!.data.length;
for (const name of ['messages', 'changes', 'frames']) rmSync(path(name));
process.stdout.write(JSON.stringify({ early, late, rows, lines }));
