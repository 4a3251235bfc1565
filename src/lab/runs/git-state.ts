import { execFileSync } from 'node:child_process';

/** What a working tree stood at. */
export interface GitState {
  readonly commit: string;
  /** There was something that is not in the commit. */
  readonly changed: boolean;
}

/** A repository so large, or a disk so slow, that asking takes longer, in ms, is passed over. */
const patience = 10_000;

/**
 * The commit of this folder; null outside of a repository. Git only looks: it runs no program that the repository names,
 * neither hooks nor monitors nor filters, writes nothing, fetches nothing and asks nobody.
 */
export function gitState(folder = process.cwd()): GitState | null {
  const until = performance.now() + patience;
  const git = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    execFileSync('git', [...harmless, ...args], {
      cwd: folder,
      env: { ...process.env, ...quiet, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
      timeout: Math.max(1, Math.ceil(until - performance.now())),
      killSignal: 'SIGKILL',
    });
  try {
    const commit = git(['rev-parse', '--verify', 'HEAD']).trim();
    const keys = git(['config', '--null', '--name-only', '--list']).split('\0');
    const status = git(['status', '--porcelain', '--ignore-submodules=all'], withoutFilters(keys));
    return { commit, changed: status !== '' };
  } catch {
    return null;
  }
}

const quiet = { GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0' };
const settings = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.untrackedCache=false'];
const harmless = ['--no-pager', ...settings.flatMap((setting) => ['-c', setting])];

// An empty filter is none. In the environment, for a name may hold anything.
function withoutFilters(keys: readonly string[]): NodeJS.ProcessEnv {
  const filters = keys.filter((key) => /^filter\..*\.(clean|smudge|process|required)$/s.test(key));
  const entries = filters.flatMap((key, i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, key.endsWith('.required') ? 'false' : ''],
  ]);
  return { GIT_CONFIG_COUNT: String(filters.length), ...Object.fromEntries(entries) };
}
