import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClassSet, requireClasses } from '../../src/data/index.js';
import type { BackendName } from '../../src/sim/batched/backend.js';
import { withChildren } from '../children/together.js';
import { imagesText, loadImages } from '../images.js';
import {
  type Context,
  type Figure,
  type Measurement,
  measured,
  missing,
  type Reading,
} from '../measurement.js';
import { secondsText } from '../number-text.js';
import { answerSchema } from '../peers/exchange.js';
import { peers } from '../peers/list.js';
import { ourPc, type PcPeer, pcPeers, startCheckedPcPeer, startPcWorker } from './pc-peers.js';
import { epochSchema } from './pc-requests.js';

const keyOf = (backend: BackendName, who: string) => `batched.${backend}.predictive_coding.accuracy.${who}`;

const meaning = (who: string) =>
  `accuracy on the test images after one epoch of MNIST in its order, plain gradient descent, the same initial weights: ${who}`;

const figuresOf = (backend: BackendName): Figure[] => [
  ...Object.entries(ourPc).map(
    ([name, { text }]): Figure => ({ key: keyOf(backend, name), meaning: meaning(text), better: 'larger' }),
  ),
  ...pcPeers.map(
    ({ peer }): Figure => ({
      key: keyOf(backend, peer),
      meaning: meaning(peers[peer].title),
      better: 'larger',
    }),
  ),
];

/** What one epoch of predictive coding teaches, here and in libraries that are made for it. */
export const pcAccuracy = (backend: BackendName): Measurement => ({
  figures: figuresOf(backend),
  measure: (context) => measure(backend, context),
});

async function measure(
  backend: BackendName,
  { effort, wanted, say }: Context,
): Promise<Record<string, Reading>> {
  const data = requireClasses(await loadImages(), 'bench');
  if (data.name !== 'mnist') {
    return missing(
      figuresOf(backend).map(({ key }) => key),
      'no MNIST at hand (RELAXON_DATA)',
    );
  }
  const most = effort.quick ? 6400 : 0;
  const folder = mkdtempSync(join(tmpdir(), 'relaxon-images-'));
  try {
    write(folder, 'train', data.train);
    write(folder, 'test', data.test);
    const readings: Record<string, Reading> = {};
    for (const [name, { predictions }] of Object.entries(ourPc)) {
      if (!wanted(keyOf(backend, name))) continue;
      say(`our ${name}`);
      readings[keyOf(backend, name)] = await oursOf(backend, predictions, most, imagesText(data));
    }
    for (const each of pcPeers) {
      if (!wanted(keyOf(backend, each.peer))) continue;
      say(peers[each.peer].title);
      readings[keyOf(backend, each.peer)] = await theirsOf(backend, each, folder, most);
    }
    return readings;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function oursOf(
  backend: BackendName,
  predictions: 'current' | 'frozen',
  most: number,
  images: string,
): Promise<Reading> {
  return withChildren(async (children) => {
    const child = await startPcWorker(children, backend, predictions);
    const { accuracy, seconds, samples } = await child.ask({ epoch: most }, epochSchema);
    return measured([accuracy], `${samples} samples of ${images} in ${secondsText(seconds)}`);
  });
}

function theirsOf(backend: BackendName, each: PcPeer, folder: string, most: number): Promise<Reading> {
  return withChildren(async (children): Promise<Reading> => {
    const started = await startCheckedPcPeer(children, backend, each);
    if ('reason' in started) return { value: null, reason: started.reason };
    const { theirs, problem } = started;
    const request = { solve: { ...problem, folder, most }, by: 'epoch' };
    const { answer } = await theirs.child.ask(request, answerSchema);
    const [accuracy, seconds] = answer[0].data;
    return measured([accuracy], `${secondsText(seconds)} of learning; ${theirs.text}`);
  });
}

/** Pixels as bytes, and labels, for programs that are not ours. */
function write(folder: string, part: string, { inputs, labels }: ClassSet['train']): void {
  writeFileSync(join(folder, `${part}.pixels`), inputs);
  writeFileSync(join(folder, `${part}.labels`), labels);
}
