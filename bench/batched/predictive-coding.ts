import type { BackendName } from '../../src/sim/batched/backend.js';
import { alternate, type Contestant } from '../alternate.js';
import { withChildren } from '../children/together.js';
import {
  type Context,
  type Figure,
  type Measurement,
  measured,
  type Reading,
  ratios,
} from '../measurement.js';
import { secondsText } from '../number-text.js';
import { type PeerName, peers } from '../peers/list.js';
import { absence } from '../peers/start.js';
import { median } from '../statistics.js';
import { ourPc, type PcPeer, pcPeers, startCheckedPcPeer, startPcWorker } from './pc-peers.js';

type Ours = keyof typeof ourPc;

const keyOf = (backend: BackendName, peer: PeerName | 'faster', over: Ours) =>
  `batched.${backend}.predictive_coding.${peer}_over_${over}`;

/** Of the faster of these two, over frozen pc, on tfjs-node. */
const fasterOf: readonly PeerName[] = ['fabricpc', 'pcx'];

/** The figures that a peer is needed for. */
const keysOf = (backend: BackendName, peer: PeerName): string[] => [
  keyOf(backend, peer, 'pc'),
  keyOf(backend, peer, 'frozen'),
  ...(fasterOf.includes(peer) ? [keyOf(backend, 'faster', 'frozen')] : []),
];

function figuresOf(backend: BackendName): Figure[] {
  const one = pcPeers.flatMap(({ peer }) =>
    (Object.keys(ourPc) as Ours[]).map((over): Figure => {
      const meaning = `one minibatch of predictive coding, 20 steps of 0.1, plain gradient descent: ${peers[peer].title} (one thread) over ${ourPc[over].text}`;
      return { key: keyOf(backend, peer, over), meaning, better: 'larger' };
    }),
  );
  const meaning = `the same by the faster of ${fasterOf.map((peer) => peers[peer].title).join(' and ')}, over ${ourPc.frozen.text}`;
  const target = backend === 'tfjs-node' ? { target: 4 } : {};
  return [...one, { key: keyOf(backend, 'faster', 'frozen'), meaning, better: 'larger', ...target }];
}

/** A minibatch of predictive coding in libraries that are made for it, beside ours. */
export const predictiveCoding = (backend: BackendName): Measurement => ({
  figures: figuresOf(backend),
  measure: (context) => measure(backend, context),
});

async function measure(
  backend: BackendName,
  { effort, wanted, say }: Context,
): Promise<Record<string, Reading>> {
  const asked = pcPeers.filter(({ peer }) => keysOf(backend, peer).some((key) => wanted(key)));
  const reasons = asked.map(({ peer }) => [peer, absence(peer)] as const);
  if (reasons.every(([, reason]) => reason !== undefined)) {
    return readingsOf(backend, asked, {}, Object.fromEntries(reasons), {});
  }
  return withChildren(async (children) => {
    const contestants: Record<string, Contestant> = {
      pc: (await startPcWorker(children, backend, 'current')).contestant('pc'),
      frozen: (await startPcWorker(children, backend, 'frozen')).contestant('pc'),
    };
    const absent: Partial<Record<PeerName, string>> = {};
    const texts: Partial<Record<PeerName, string>> = {};
    for (const each of asked) {
      const { peer } = each;
      say(peers[peer].title);
      const started = await startCheckedPcPeer(children, backend, each);
      if ('reason' in started) absent[peer] = started.reason;
      else {
        contestants[peer] = started.theirs.child.contestant('pc');
        texts[peer] = started.theirs.text;
      }
    }
    const seconds = await alternate(contestants, effort);
    return readingsOf(backend, asked, seconds, absent, texts);
  });
}

function readingsOf(
  backend: BackendName,
  asked: readonly PcPeer[],
  seconds: Readonly<Record<string, readonly number[]>>,
  absent: Readonly<Partial<Record<PeerName, string>>>,
  texts: Readonly<Partial<Record<PeerName, string>>>,
): Record<string, Reading> {
  const against = (peer: PeerName, over: Ours): Reading => {
    const reason = absent[peer];
    if (reason !== undefined) return { value: null, reason };
    const times = `${peers[peer].title} ${secondsText(median(seconds[peer]))}, ours ${secondsText(median(seconds[over]))}`;
    return measured(ratios(seconds[peer], seconds[over]), `${times}; ${texts[peer]}`);
  };
  const readings: Record<string, Reading> = {};
  for (const { peer } of asked) {
    for (const over of Object.keys(ourPc) as Ours[])
      readings[keyOf(backend, peer, over)] = against(peer, over);
  }
  const both = fasterOf.filter((name) => asked.some(({ peer }) => peer === name));
  if (both.length < fasterOf.length) return readings;
  const there = fasterOf.filter((peer) => absent[peer] === undefined);
  const [fastest] = [...there].sort((a, b) => median(seconds[a]) - median(seconds[b]));
  const reason = fasterOf.map((peer) => absent[peer]).join('; ');
  readings[keyOf(backend, 'faster', 'frozen')] =
    fastest === undefined ? { value: null, reason } : against(fastest, 'frozen');
  return readings;
}
