import { setTimeout } from 'node:timers/promises';
import type { RandomStream } from '../../src/math/random.js';
import type { Commands, Ended, Fault } from './process.js';
import type { Subject } from './subjects.js';

/** How a command goes where nobody disturbs it. */
export interface Course {
  /** From start to end, in ms. */
  readonly took: number;
  /** Calls of the file system. */
  readonly calls: number;
}

/** What a disturbance works with. */
export interface Scene {
  readonly commands: Commands;
  readonly subject: Subject;
  readonly out: string;
  readonly course: Course;
  readonly random: RandomStream;
}

/** @returns what is wrong with how the disturbed commands ended, if anything is */
export type Disturbance = (scene: Scene) => Promise<string | undefined>;

/** All that is done to commands. */
export const disturbances: Readonly<Record<string, Disturbance>> = {
  'kill at some time': (scene) => signalled(scene, ['SIGKILL']),
  'kill before a call': (scene) => faulty(scene, 'kill'),
  'kill within a write': (scene) => faulty(scene, 'torn'),
  'full disk': (scene) => faulty(scene, 'full'),
  'many SIGTERM': (scene) =>
    signalled(scene, ['SIGTERM', 'SIGTERM', 'SIGHUP', 'SIGTERM', 'SIGINT', 'SIGTERM']),
  'two begin at once': ({ commands, subject, out }) => {
    const both = [commands.run(subject.begin(out)), commands.run(subject.begin(out))];
    return judgeTwo(both);
  },
  'two go on at once': async (scene) => {
    const { commands, subject, out } = scene;
    await faulty(scene, 'kill');
    const both = [1, 2].map(async () => (await subject.goOn(commands, out)).ended);
    return judgeTwo(both);
  },
};

async function faulty({ commands, subject, out, course, random }: Scene, kind: Fault['kind']) {
  const at = 1 + random.integer(course.calls);
  const ended = await commands.run(subject.begin(out), { kind, at, counts: '' });
  if (kind === 'full') return misjudged(ended, [0, 1, 2]);
  return ended.code === null ? undefined : misjudged(ended, [0]);
}

async function signalled({ commands, subject, out, course, random }: Scene, names: NodeJS.Signals[]) {
  const { child, ended } = commands.start(subject.begin(out));
  await Promise.race([ended, setTimeout(course.took * random.uniform())]);
  for (const name of names) {
    child.kill(name);
    await setTimeout(random.integer(30));
  }
  const { code, ...rest } = await ended;
  // Before it listens a signal just ends it.
  return code === null ? undefined : misjudged({ code, ...rest }, [0, 130]);
}

async function judgeTwo(both: Promise<Ended>[]): Promise<string | undefined> {
  const ended = await Promise.all(both);
  for (const one of ended) {
    const wrong = misjudged(one, [0, 1, 2]);
    if (wrong) return wrong;
  }
  return undefined;
}

/** An end that nobody foresaw: another code, a stack instead of a line. */
function misjudged({ code, stderr }: Ended, codes: readonly (number | null)[]): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.startsWith('relaxon:'));
  const unforeseen =
    /unexpected error|\n\s+at /.test(stderr) || (code !== 0 && code !== 130 && lines.length !== 1);
  return unforeseen || !codes.includes(code) ? `ended with ${code}: ${stderr.slice(-600)}` : undefined;
}
