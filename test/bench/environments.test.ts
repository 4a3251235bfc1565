import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Environment, environmentNames, FOLDER_VARIABLE } from '../../bench/peers/environments.js';
import { install, tellingLine } from '../../bench/peers/install.js';
import { peerNames, peers } from '../../bench/peers/list.js';
import { PYTHON_VARIABLE } from '../../bench/python.js';

let folder: string;
let said: string[];
const say = (line: string) => void said.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'relaxon-peers-'));
  said = [];
  // A fresh module knows nothing of what was found before.
  vi.resetModules();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

/** An executable that does what a shell script says. */
function executable(path: string, script: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A Python whose `-m venv PATH` makes PATH/bin/python, which does what a script says. */
const pythonThatMakes = (script: string): string =>
  executable(
    join(folder, 'base'),
    `mkdir -p "$3/bin" && printf '#!/bin/sh\\n%s\\n' ${JSON.stringify(script)} > "$3/bin/python" && chmod +x "$3/bin/python"`,
  );

describe('environments', () => {
  it('are there for every peer', () => {
    for (const name of peerNames) expect(environmentNames()).toContain(peers[name].environment);
  });

  it('have pinned requirements', () => {
    for (const name of environmentNames()) {
      const lines = readFileSync(new Environment(name, folder).requirementsFile, 'utf8').split('\n');
      const packages = lines.filter((line) => line !== '' && !line.startsWith('#'));
      expect(packages.length).toBeGreaterThan(0);
      for (const line of packages) expect(line).toMatch(/^[\w-]+==[\d.]+($|;)/);
    }
  });

  it('are made once, a line for each step, and made anew when their requirements change', async () => {
    const base = pythonThatMakes('exit 0');
    const environment = new Environment('nest', folder);
    expect(await install(environment, base, say)).toBe('made');
    expect(said).toEqual([
      expect.stringMatching(/^nest: virtual environment by .*base, [\d.]+ m?s$/),
      expect.stringMatching(/^nest: pip install -r .*nest\.txt, [\d.]+ m?s$/),
    ]);
    expect(await install(environment, 'no-such-python', say)).toBe('unchanged');
    writeFileSync(join(environment.path, 'made-from.txt'), 'nest-simulator==1.0\n');
    expect(environment.complete).toBe(true);
    expect(await install(environment, base, say)).toBe('made');
  });

  it('that cannot be made leave nothing but the reason', async () => {
    const base = pythonThatMakes(
      'echo Collecting; echo ERROR: No matching distribution found for x >&2; exit 1',
    );
    const environment = new Environment('nest', folder);
    expect(await install(environment, base, say)).toBe('failed');
    expect(said.at(-1)).toContain('No matching distribution found for x');
    expect(existsSync(environment.path)).toBe(false);
    expect(environment.failure).toBe('No matching distribution found for x');
    expect(await install(environment, pythonThatMakes('exit 0'), say)).toBe('made');
    expect(environment.failure).toBeUndefined();
  });

  it('that are half done pass for none, and are made anew', async () => {
    const environment = new Environment('nest', folder);
    executable(environment.python, 'exit 0');
    writeFileSync(join(environment.path, 'left-over'), '');
    expect(environment.complete).toBe(false);
    expect(await install(environment, pythonThatMakes('exit 0'), say)).toBe('made');
    expect(existsSync(join(environment.path, 'left-over'))).toBe(false);
  });

  it('say what pip says last about an error', () => {
    expect(tellingLine('a\nERROR: first\nERROR: second\n\nnotice: try\n')).toBe('second');
    expect(tellingLine('a\nb\n\n')).toBe('b');
    expect(tellingLine('')).toBeUndefined();
  });
});

describe('peers', () => {
  const found = async (name: keyof typeof peers) => (await import('../../bench/python.js')).findPeer(name);
  const saying = (answer: object) => `echo '${JSON.stringify(answer)}'`;

  it('are found in their environment, and RELAXON_PYTHON comes before it', async () => {
    vi.stubEnv(FOLDER_VARIABLE, folder);
    vi.stubEnv(PYTHON_VARIABLE, '');
    const environment = new Environment('nest');
    executable(environment.python, saying({ found: { version: '3.10.0' } }));
    environment.markComplete();
    expect(await found('nest')).toEqual({ python: environment.python, info: { version: '3.10.0' } });
    const own = executable(join(folder, 'own'), saying({ found: { version: '9' } }));
    vi.stubEnv(PYTHON_VARIABLE, own);
    vi.resetModules();
    expect(await found('nest')).toEqual({ python: own, info: { version: '9' } });
  });

  it('that are installed and do not import are said to be so', async () => {
    vi.stubEnv(FOLDER_VARIABLE, folder);
    vi.stubEnv(PYTHON_VARIABLE, executable(join(folder, 'own'), saying({ error: 'ImportError: no numpy' })));
    expect(await found('pcx')).toEqual({
      reason: `installed (${join(folder, 'own')}), and does not import: ImportError: no numpy`,
    });
  });

  it('that could not be installed are said to be so, with the reason', async () => {
    vi.stubEnv(FOLDER_VARIABLE, folder);
    vi.stubEnv(PYTHON_VARIABLE, '');
    new Environment('pcx').markFailed('No space left on device');
    const reason =
      'not installed (npm run bench:peers -- --only pcx, which failed the last time: No space left on device)';
    expect(await found('pcx')).toEqual({ reason });
  });
});
