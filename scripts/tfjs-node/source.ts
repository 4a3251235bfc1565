import { mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fail } from '../../src/errors.js';
import { isNeeded, type Library, libraryIn, wheelOf } from './layout.js';
import { run } from './run.js';
import type { Say } from './step.js';

/** The version that is downloaded: known to work with tfjs-node 4.22. */
export const tensorflowVersion = '2.21.0';

const neededBytes = 1.5e9;

/** Where libtensorflow may come from. */
export interface SourceOptions {
  readonly libtensorflow?: string;
  readonly python: string;
}

const where = 'tfjs-node';

/**
 * libtensorflow: from the folder that is named, else from the TensorFlow of Python, else from the cache or a wheel.
 * @throws {RelaxonError} where there is none
 */
export function findLibrary({ libtensorflow, python }: SourceOptions, say: Say): Library {
  if (libtensorflow !== undefined) {
    const found = libraryIn(libtensorflow);
    if (typeof found !== 'string') return found;
    const hint = 'the folder of an unpacked libtensorflow, or .../site-packages/tensorflow';
    return fail({
      where: `${where} --libtensorflow`,
      got: `${libtensorflow}: ${found}`,
      expected: 'libtensorflow',
      hint,
    });
  }
  const installed = installedLibrary(python);
  if (typeof installed !== 'string') {
    say(`taking libtensorflow from ${installed.main}`);
    return installed;
  }
  return fromWheel(python, say);
}

function installedLibrary(python: string): Library | string {
  const code =
    "import importlib.util as u; s = u.find_spec('tensorflow'); print(s.submodule_search_locations[0] if s else '')";
  const { ok, out, reason } = run(python, ['-c', code]);
  if (!ok) return reason;
  return out.trim() === '' ? 'no tensorflow' : libraryIn(out.trim());
}

/** Kept outside of node_modules, for `npm ci` would remove it. */
const cacheFolder = (): string =>
  join(
    process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'relaxon',
    `tensorflow-${tensorflowVersion}-${process.arch}`,
  );

function fromWheel(python: string, say: Say): Library {
  const cache = cacheFolder();
  const kept = libraryIn(join(cache, 'tensorflow'));
  if (typeof kept !== 'string') {
    say(`taking libtensorflow from ${cache}`);
    return kept;
  }
  const wheel = wheelOf(process.platform, process.arch)!;
  const above = join(cache, '..');
  mkdirSync(above, { recursive: true });
  requireSpace(above);
  const part = mkdtempSync(join(above, 'part-'));
  try {
    say(`downloading ${wheel.name} ${tensorflowVersion} through pip, some 270 MB`);
    download(python, wheel, part);
    say('unpacking libtensorflow from it');
    unpack(python, part);
    rmSync(cache, { recursive: true, force: true });
    renameSync(join(part, 'unpacked'), cache);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  const made = libraryIn(join(cache, 'tensorflow'));
  return typeof made === 'string'
    ? fail({ where, got: `a wheel with ${made}`, expected: 'libtensorflow in it' })
    : made;
}

function requireSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= neededBytes) return;
  const got = `${((bavail * bsize) / 1e9).toFixed(1)} GB left in ${folder}`;
  fail({
    where,
    got,
    expected: `${neededBytes / 1e9} GB`,
    hint: 'XDG_CACHE_HOME elsewhere, or --libtensorflow DIR',
  });
}

function download(python: string, { name, platform }: { name: string; platform: string }, to: string): void {
  // The wheel for one Python is as good as that for another: nothing of Python in it is used.
  const target = [
    '--python-version',
    '3.11',
    '--implementation',
    'cp',
    '--abi',
    'cp311',
    '--platform',
    platform,
  ];
  const what = ['--no-deps', '--only-binary=:all:', '--dest', to, `${name}==${tensorflowVersion}`];
  const { ok, reason } = run(python, [
    '-m',
    'pip',
    'download',
    '--disable-pip-version-check',
    ...target,
    ...what,
  ]);
  if (ok) return;
  fail({
    where,
    got: `no ${name} ${tensorflowVersion} (${reason})`,
    expected: 'a wheel through pip',
    hint: 'pip with a package index, or --libtensorflow DIR with a libtensorflow from elsewhere',
  });
}

function unpack(python: string, folder: string): void {
  const list = run(python, ['-c', `${open} print('\\n'.join(z.namelist()))`, folder]);
  const names = list.out.split('\n').filter(isNeeded);
  const code = `${open} [z.extract(n, sys.argv[1] + '/unpacked') for n in sys.argv[2:]]`;
  const { ok, reason } = list.ok ? run(python, ['-c', code, folder, ...names]) : list;
  if (!ok)
    fail({ where, got: reason, expected: 'a wheel that can be unpacked', hint: 'more disk, or once more' });
}

const open = "import glob, sys, zipfile; z = zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0]);";
