import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { beginFolder, fillFolder, holdFolder } from '../../src/lab/files.js';
import { contents } from '../cli/workspace.js';

const root = mkdtempSync(join(tmpdir(), 'relaxon-folder-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = root;
let made = 0;
beforeEach(() => {
  folder = join(root, String(made++));
  mkdirSync(folder);
});

const write =
  (name: string, text = name) =>
  async (where: string) =>
    writeFileSync(join(where, name), text);
const fail = async () => {
  throw new Error('no luck');
};

describe('a new folder', () => {
  it('is made with those above it, or taken when it is empty, and nothing else stays in it', async () => {
    const path = join(folder, 'a', 'b');
    await fillFolder(path, write('x'));
    expect(readdirSync(path)).toEqual(['x']);
    mkdirSync(join(folder, 'c'));
    expect(await fillFolder(join(folder, 'c'), async (where) => dirname(where))).toBe(join(folder, 'c'));
    expect(readdirSync(join(folder, 'c'))).toEqual([]);
  });

  it('has nothing in it before all is complete', async () => {
    const path = join(folder, 'a');
    await fillFolder(path, async (where) => {
      await write('x')(where);
      expect(readdirSync(path).every((name) => name.startsWith('.relaxon.'))).toBe(true);
    });
  });

  it('is refused when there is something in it, or when it is a file', async () => {
    writeFileSync(join(folder, 'x'), '');
    const before = contents(folder);
    await expect(fillFolder(folder, fail)).rejects.toThrow(
      `${folder}: got a folder that holds x, expected a new or empty folder. Try another name.`,
    );
    await expect(fillFolder(join(folder, 'x'), fail)).rejects.toThrow(
      'got a file, expected a folder to create',
    );
    await expect(fillFolder(join(folder, 'x', 'y'), fail)).rejects.toThrow(
      'got a file where a folder has to be',
    );
    expect(contents(folder)).toEqual(before);
  });

  it.skipIf(process.geteuid?.() !== 0)('is refused where it may not be made', async () => {
    chmodSync(folder, 0o555);
    process.seteuid?.(65534);
    const trying = fillFolder(join(folder, 'b'), fail);
    process.seteuid?.(0);
    await expect(trying).rejects.toThrow('got no permission, expected a folder to create');
  });
});

describe('work that fails', () => {
  it('takes back the folders that it made, and an empty one stays empty', async () => {
    await expect(fillFolder(join(folder, 'a', 'b'), fail)).rejects.toThrow('no luck');
    expect(readdirSync(folder)).toEqual([]);
    await expect(fillFolder(folder, fail)).rejects.toThrow('no luck');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves what others have put into the folders that it made', async () => {
    const [theirs, beside] = [join(folder, 'runs', 'theirs'), join(folder, 'runs', 'mine', 'notes.txt')];
    const trying = fillFolder(join(folder, 'runs', 'mine'), async (where) => {
      await write('x')(where);
      mkdirSync(theirs);
      writeFileSync(join(theirs, 'results'), 'of three days');
      writeFileSync(beside, 'do not lose me');
      await fail();
    });
    await expect(trying).rejects.toThrow('no luck');
    expect(readFileSync(join(theirs, 'results'), 'utf8')).toBe('of three days');
    expect(readdirSync(dirname(beside))).toEqual(['notes.txt']);
  });

  it('that meets a file of the same name at its end leaves that file', async () => {
    const trying = fillFolder(folder, async (where) => {
      await write('a')(where);
      await write('x')(where);
      writeFileSync(join(folder, 'x'), 'theirs');
    });
    await expect(trying).rejects.toThrow('a folder that holds x');
    expect(readdirSync(folder)).toEqual(['x']);
    expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('theirs');
  });
});

describe('two processes', () => {
  it('do not both fill a folder, and who comes late takes nothing away', async () => {
    const path = join(folder, 'a', 'b');
    await fillFolder(path, async (where) => {
      await write('x')(where);
      await expect(fillFolder(path, fail)).rejects.toThrow('in use by process');
    });
    expect(readdirSync(path)).toEqual(['x']);
  });

  it('do not both go on in one', () => {
    const lock = beginFolder(folder, (where) => void writeFileSync(join(where, 'x'), ''));
    expect(() => holdFolder(folder)).toThrow('in use by process');
    lock.release();
    holdFolder(folder).release();
    expect(readdirSync(folder)).toEqual(['x']);
  });
});

describe('a folder that a killed process left', () => {
  const [lock, building, ready] = ['lock', 'building', 'ready'].map((name) => `.relaxon.${name}`);
  const dead = JSON.stringify({
    id: 'd',
    host: 'h',
    place: 'p',
    pid: 1,
    started: null,
    job: null,
    restart: 0,
    since: '',
  });
  const leave = (...names: string[]) => {
    writeFileSync(join(folder, lock), dead);
    // Of another host, and silent since 1970.
    utimesSync(join(folder, lock), 1, 1);
    for (const name of names) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), name);
    }
  };

  it('before anything was complete can be filled', async () => {
    leave(join(building, 'half'));
    await fillFolder(folder, write('x'));
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it('with some of its files in their places gets the others', () => {
    leave('a', join(ready, 'b'));
    holdFolder(folder).release();
    expect(readdirSync(folder)).toEqual(['a', 'b']);
  });

  it('is not filled from elsewhere through a link', async () => {
    leave();
    const elsewhere = join(root, `elsewhere-${made++}`);
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'x'), 'theirs');
    for (const name of [ready, building]) symlinkSync(elsewhere, join(folder, name));
    holdFolder(folder).release();
    await fillFolder(join(folder, 'y'), write('z'));
    expect(readdirSync(elsewhere)).toEqual(['x']);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});
