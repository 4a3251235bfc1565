import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.js';
import { jsonFault } from '../../src/json-fault.js';
import { temporaryName } from '../../src/lab/files/write.js';
import {
  JsonLines,
  parseJson,
  readBytes,
  readJson,
  readJsonLines,
  readText,
  removeLeftovers,
  truncateJsonLines,
  writeFileAtomic,
} from '../../src/lab/files.js';
import { outTarget } from '../../src/lab/out-file.js';

const root = mkdtempSync(join(tmpdir(), 'relaxon-files-'));
let folder = root;
let made = 0;
beforeEach(() => {
  folder = join(root, String(made++));
  mkdirSync(folder);
});
afterAll(() => rmSync(root, { recursive: true }));

/** The one line an action is refused with. */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).not.toContain('\n');
    return message;
  }
  return 'not refused';
}

/** Runs as a user whom permissions bind; root is not one. */
function asNobody<R>(action: () => R): R {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    return action();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('writeFileAtomic', () => {
  it('creates and replaces files, leaving nothing else', () => {
    const path = join(folder, 'a.txt');
    writeFileAtomic(path, 'one, longer');
    writeFileAtomic(path, 'zwei ü');
    expect(readFileSync(path, 'utf8')).toBe('zwei ü');
    writeFileAtomic(path, Uint8Array.of(0, 255));
    expect([...readFileSync(path)]).toEqual([0, 255]);
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  it('replaces rather than rewrites, so that an open reader keeps what it saw', () => {
    const path = join(folder, 'a.txt');
    writeFileAtomic(path, 'old');
    const before = statSync(path).ino;
    writeFileAtomic(path, 'new');
    expect(statSync(path).ino).not.toBe(before);
  });

  it('keeps permissions', () => {
    const path = join(folder, 'a.txt');
    writeFileSync(path, 'old');
    chmodSync(path, 0o660);
    writeFileAtomic(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o660);
  });

  it('puts the file in the place of a link, and leaves alone what it led to', () => {
    const [path, link] = [join(folder, 'a.txt'), join(folder, 'link')];
    writeFileSync(path, 'theirs');
    symlinkSync('a.txt', link);
    writeFileAtomic(link, 'new');
    expect(readFileSync(path, 'utf8')).toBe('theirs');
    expect(lstatSync(link).isSymbolicLink()).toBe(false);
    expect(readFileSync(link, 'utf8')).toBe('new');
  });

  it('writes where a link leads when that is what was named', () => {
    const [path, link] = [join(folder, 'a.txt'), join(folder, 'link')];
    writeFileSync(path, 'old');
    symlinkSync('a.txt', link);
    writeFileAtomic(outTarget(link), 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(outTarget(join(folder, 'none'))).toBe(join(folder, 'none'));
  });

  it('cleans up after writers that were killed, and only after those', () => {
    const [left, living] = [temporaryName(spawnSync(process.execPath, ['-e', '']).pid), temporaryName()];
    const theirs = '.ffffffff-1-0123abcd.tmp';
    for (const name of [left, living, theirs, 'notes.tmp']) writeFileSync(join(folder, name), '');
    removeLeftovers(folder);
    expect(readdirSync(folder).sort()).toEqual([living, theirs, 'notes.tmp'].sort());
    utimesSync(join(folder, theirs), 1, 1);
    removeLeftovers(folder);
    expect(readdirSync(folder).sort()).toEqual([living, 'notes.tmp'].sort());
  });

  it('refuses a folder, a missing folder, a file as a folder and a device', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'kept');
    expect(refusal(() => writeFileAtomic(folder, ''))).toBe(
      `${folder}: got a folder, expected a file to write. Try a file in it.`,
    );
    const lost = join(folder, 'no/a.txt');
    expect(refusal(() => writeFileAtomic(lost, ''))).toBe(
      `${lost}: got no folder to hold it, expected a file to write. Try creating the folder first.`,
    );
    expect(refusal(() => writeFileAtomic(join(file, 'a'), ''))).toContain(
      'got a file where a folder has to be',
    );
    expect(refusal(() => writeFileAtomic('/dev/null', ''))).toContain('got a device or pipe');
    expect(readdirSync(folder)).toEqual(['file']);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  it('leaves the old contents and no temporary file when it may not write', () => {
    const path = join(folder, 'a.txt');
    writeFileSync(path, 'old');
    chmodSync(folder, 0o555);
    expect(refusal(() => asNobody(() => writeFileAtomic(path, 'new')))).toBe(
      `${path}: got no permission, expected a file to write. Try another folder, or changing its permissions.`,
    );
    chmodSync(folder, 0o755);
    expect(readdirSync(folder)).toEqual(['a.txt']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('lets other errors through', () => {
    expect(() => writeFileAtomic(join(folder, 'a'), 3 as unknown as string)).toThrow(TypeError);
  });
});

/** Mounts a disk of 64 KiB where the test may, or returns undefined. */
function tinyDisk(path: string): string | undefined {
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) return undefined;
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
    return path;
  } catch {
    return undefined;
  }
}

describe('a full disk', () => {
  const disk = tinyDisk(join(root, 'disk'));
  afterEach(() => void (disk && readdirSync(disk).map((name) => rmSync(join(disk, name)))));
  afterAll(() => void (disk && execFileSync('umount', [disk])));

  it.skipIf(!disk)('leaves the old file and nothing else', () => {
    const path = join(String(disk), 'a');
    writeFileAtomic(path, 'old');
    expect(refusal(() => writeFileAtomic(path, new Uint8Array(1e5)))).toBe(
      `${path}: got a full disk, expected a file to write. Try freeing space or a folder on another disk.`,
    );
    expect(readdirSync(String(disk))).toEqual(['a']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it.skipIf(!disk)('leaves no part of a row behind', () => {
    const path = join(String(disk), 'rows.jsonl');
    const lines = new JsonLines(path);
    lines.append({ n: 1 });
    expect(refusal(() => lines.append({ n: 'x'.repeat(1e5) }))).toContain(
      'got a full disk, expected a file to append to',
    );
    lines.append({ n: 2 });
    lines.close();
    expect(readFileSync(path, 'utf8')).toBe('{"n":1}\n{"n":2}\n');
  });

  it.skipIf(!existsSync('/dev/full'))('is told as such for a device, too', () => {
    const lines = new JsonLines('/dev/full');
    expect(refusal(() => lines.append({}))).toMatch(/^\/dev\/full: got a full disk/);
    lines.close();
  });
});

describe('reading', () => {
  it('gives bytes, text without a byte order mark, and JSON', () => {
    const path = join(folder, 'a.json');
    writeFileSync(path, '\ufeff{"ü": [1, null]}\n');
    expect([...readBytes(path, 'json').subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x7b]);
    expect(readText(path, 'json')).toBe('{"ü": [1, null]}\n');
    expect(readJson(path)).toEqual({ ü: [1, null] });
  });

  it('says what is wrong in one line', () => {
    const none = join(folder, 'none');
    expect(refusal(() => readBytes(none, 'json'))).toBe(
      `${none}: got nothing there, expected a file to read. Try checking the spelling.`,
    );
    expect(refusal(() => readText(folder, 'json'))).toContain(
      `${folder}: got a folder, expected a file to read`,
    );
    writeFileSync(none, Uint8Array.of(0x61, 0xff));
    expect(refusal(() => readText(none, 'json'))).toContain('got bytes that are not UTF-8');
    expect(refusal(() => readJson(join(none, 'x')))).toContain('got a file where a folder has to be');
    chmodSync(none, 0);
    expect(refusal(() => asNobody(() => readBytes(none, 'json')))).toContain('got no permission');
  });

  it.each([
    ['{\n  "a": 1,\n  "b": x\n}', '3:8', 'got "x\\n}"'],
    ['{"a":1,}', '1:8', 'got "}"'],
    ['[1, 2', '1:6', 'got the end'],
    ['', '1:1', 'got the end'],
    ['{"a" 1}', '1:6', 'got "1}"'],
    ['[1 2]', '1:4', 'got "2]"'],
    ['[1]]', '1:4', 'got "]"'],
    ['{"a":[1,2}', '1:10', 'got "}"'],
    ['{a:1}', '1:2', 'got "a:1}"'],
    ["{'a':1}", '1:2', 'expected JSON'],
    ['[,]', '1:2', 'got ",]"'],
    ['[1,]', '1:4', 'got "]"'],
    ['{"a":"tab\there"}', '1:6', 'expected JSON'],
    ['[01]', '1:3', 'got "1]"'],
    ['{"rate":1e999}', '1:9', 'got 1e999, expected a number that float64 has'],
    ['[NaN]', '1:2', 'got "NaN]"'],
    ['// note\n{}', '1:1', 'expected JSON'],
  ])('finds the mistake in %j at %s', (text, place, got) => {
    const message = refusal(() => parseJson(text, 'c.json'));
    expect(message).toContain(`c.json:${place}: got `);
    expect(message).toContain(got);
  });

  it('finds no mistake in valid JSON, and one in what a cut leaves of an object', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonFault(text)).toBeUndefined();
        // All of it up to the cut could have been the start of something valid.
        const cut = `{"a":${text}`;
        expect(jsonFault(cut)).toEqual({ at: cut.length, expected: 'JSON' });
      }),
      { seed: 71 },
    );
  });

  // Pieces of JSON in any order: most are none, and both have to say so.
  it('takes what JSON.parse takes', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      ' ',
      '"a"',
      '"\\u00e9\\n"',
      '"',
      '-',
      '0',
      '12',
      '.5',
      'e+3',
      'true',
      'nul',
    ];
    const text = fc.array(fc.constantFrom(...pieces, '\u000b', '[1]', '{}'), { maxLength: 8 });
    let taken = 0;
    fc.assert(
      fc.property(text, (parts) => {
        const joined = parts.join('');
        const fault = jsonFault(joined);
        if (fault?.got) return;
        taken += fault ? 0 : 1;
        expect(fault === undefined).toBe(parses(joined));
      }),
      { seed: 72, numRuns: 20_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  it.each([
    ['{"a":1,\n "a":2}', 'x:2:2: got the key "a" twice, expected each key once.'],
    ['[{"b":{"a":1,"\\u0061":2}}]', 'x:1:14: got the key "a" twice, expected each key once.'],
    ['{"__proto__":1,"__proto__":2}', 'x:1:16: got the key "__proto__" twice, expected each key once.'],
    ['['.repeat(8000), 'x:1:201: got more than 200 levels of lists and objects, expected fewer.'],
  ])('refuses %j', (text, line) => {
    expect(refusal(() => parseJson(text, 'x'))).toBe(line);
  });

  it('takes the same key in several objects, and 200 levels', () => {
    expect(parseJson('[{"a":{"a":1}},{"a":2}]', 'x')).toEqual([{ a: { a: 1 } }, { a: 2 }]);
    expect(() => parseJson('['.repeat(200) + ']'.repeat(200), 'x')).not.toThrow();
  });

  it('reads a text of any length', () => {
    const long = JSON.stringify({ a: '"\\'.repeat(10_000_000), b: [1] });
    expect(jsonFault(long)).toBeUndefined();
    expect(jsonFault(`${long}x`)?.at).toBe(long.length);
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('JSON lines', () => {
  it('are on disk as soon as they are appended, after what was there', () => {
    const path = join(folder, 'm.jsonl');
    const first = new JsonLines(path);
    first.append({ a: 1, b: Number.NaN });
    expect(readFileSync(path, 'utf8')).toBe('{"a":1,"b":null}\n');
    first.close();
    const second = new JsonLines(path);
    second.append({ text: 'line\nbreak' });
    second.close();
    expect(readJsonLines(path)).toEqual([{ a: 1, b: null }, { text: 'line\nbreak' }]);
  });

  it.each([
    ['{"a":1}\n{"a":2}\n{"a":', [1, 2]],
    // Complete but for its newline: what follows might be missing all the same.
    ['{"a":1}\n{"a":2}', [1]],
    ['{"a', []],
    ['', []],
  ])('are read without a torn last one: %j', (text, kept) => {
    const path = join(folder, 'm.jsonl');
    writeFileSync(path, text);
    expect(readJsonLines(path).map(({ a }) => a)).toEqual(kept);
    const lines = new JsonLines(path);
    lines.append({ a: 9 });
    lines.close();
    expect(readJsonLines(path).map(({ a }) => a)).toEqual([...kept, 9]);
  });

  it('may be torn inside a character', () => {
    const path = join(folder, 'm.jsonl');
    writeFileSync(path, Buffer.from('{"a":1}\n{"a":"ü').subarray(0, -1));
    expect(readJsonLines(path)).toEqual([{ a: 1 }]);
  });

  it('name the line and column of a row that is wrong', () => {
    const path = join(folder, 'm.jsonl');
    writeFileSync(path, '{"a":1}\n{"a":}\n{"a":3}\n');
    expect(refusal(() => readJsonLines(path))).toContain(`${path}:2:6: got "}", expected JSON`);
    writeFileSync(path, '{"a":1}\n[2]\n');
    expect(refusal(() => readJsonLines(path))).toContain(`${path}:2: got [2], expected a JSON object`);
  });

  it('are cut down to the rows to keep, byte for byte, without the torn one', () => {
    const path = join(folder, 'm.jsonl');
    writeFileSync(path, '{"step":1, "x":1.0}\n{"step":2}\n{"step":3}\n{"st');
    expect(truncateJsonLines(path, ({ step }) => Number(step) <= 2)).toEqual([
      { step: 1, x: 1 },
      { step: 2 },
    ]);
    expect(readFileSync(path, 'utf8')).toBe('{"step":1, "x":1.0}\n{"step":2}\n');
    expect(readdirSync(folder)).toEqual(['m.jsonl']);
    truncateJsonLines(path, () => false);
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  it('refuse to be opened where no file can be', () => {
    expect(refusal(() => new JsonLines(join(folder, 'no/m.jsonl')))).toContain('got no folder to hold it');
    expect(refusal(() => new JsonLines(folder))).toContain('got a folder');
    const [theirs, link] = [join(folder, 'theirs'), join(folder, 'm.jsonl')];
    writeFileSync(theirs, '{}\n{"torn');
    symlinkSync('theirs', link);
    expect(refusal(() => new JsonLines(link))).toContain('got a link, expected a file to append to');
    expect(readFileSync(theirs, 'utf8')).toBe('{}\n{"torn');
  });
});
