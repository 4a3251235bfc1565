import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { download } from '../../src/data/download.js';
import { claimPart } from '../../src/data/part.js';
import { body, fileAt, half, holds, noise, workplace } from './sample.js';
import { send, sendPartly, serve } from './server.js';

describe('an interrupted download', () => {
  it('goes on by itself where a broken connection stopped', async () => {
    const { directory, target, env } = workplace();
    let cut = () => {};
    const server = await serve((request, response, n) => {
      if (n === 0) cut = sendPartly(body, half, response);
      else send(body, request, response);
    });
    const onProgress = (received: number) => received === half && cut();
    await download(fileAt(server.url), directory, { env, onProgress });
    expect(server.asked).toEqual(['/a.gz', `/a.gz bytes=${half}-`]);
    expect(holds(target, body)).toBe(true);
  });

  it('goes on at the next call after the server was lost', async () => {
    const { directory, target, names, env } = workplace();
    let up = false;
    let cut = () => {};
    const server = await serve((request, response, n) => {
      if (up) send(body, request, response);
      else if (n === 0) cut = sendPartly(body, half, response);
      else response.destroy();
    });
    const onProgress = (received: number) => received === half && cut();
    const trying = download(fileAt(server.url), directory, { env, onProgress });
    await expect(trying).rejects.toThrow('set/a.gz: got no download');
    expect(names()).toEqual(['a.gz.part']);
    up = true;
    const totals: (number | undefined)[] = [];
    await download(fileAt(server.url), directory, { env, onProgress: (_, total) => totals.push(total) });
    expect(server.asked.at(-1)).toBe(`/a.gz bytes=${half}-`);
    expect(new Set(totals)).toEqual(new Set([body.length]));
    expect(holds(target, body)).toBe(true);
    expect(names()).toEqual(['a.gz']);
  });

  it('starts over when the server ignores the range', async () => {
    const { directory, target, leave, env } = workplace();
    leave(body.subarray(0, 1000));
    const server = await serve((_, response) => response.end(body));
    await download(fileAt(server.url), directory, { env });
    expect(server.asked).toEqual(['/a.gz bytes=1000-']);
    expect(holds(target, body)).toBe(true);
  });

  it('starts over when the range lies beyond the file', async () => {
    const { directory, target, leave, env } = workplace();
    leave(noise(body.length + 1));
    const server = await serve((request, response) => send(body, request, response));
    await download(fileAt(server.url), directory, { env });
    expect(server.asked).toEqual([`/a.gz bytes=${body.length + 1}-`, '/a.gz']);
    expect(holds(target, body)).toBe(true);
  });

  it('starts over when the server sends another range than was asked', async () => {
    const { directory, target, leave, env } = workplace();
    leave(body.subarray(0, 1000));
    const server = await serve((request, response, n) => {
      if (n > 0) return send(body, request, response);
      response.writeHead(206, { 'content-range': `bytes 500-${body.length - 1}/${body.length}` });
      response.end(body.subarray(500));
    });
    const totals: (number | undefined)[] = [];
    await download(fileAt(server.url), directory, { env, onProgress: (_, total) => totals.push(total) });
    expect(new Set(totals)).toEqual(new Set([body.length]));
    expect(server.asked).toEqual(['/a.gz bytes=1000-', '/a.gz']);
    expect(holds(target, body)).toBe(true);
  });

  it('starts over when the range is of an encoded answer', async () => {
    const { directory, target, leave, env } = workplace();
    leave(body.subarray(0, 1000));
    const server = await serve((request, response, n) => {
      if (n === 0) response.setHeader('content-encoding', 'gzip');
      send(body, request, response);
    });
    await download(fileAt(server.url), directory, { env });
    expect(server.asked).toEqual(['/a.gz bytes=1000-', '/a.gz']);
    expect(holds(target, body)).toBe(true);
  });

  it('starts over once when what was left is no beginning of the file', async () => {
    const { directory, target, leave, env } = workplace();
    leave(noise(1000));
    const server = await serve((request, response) => send(body, request, response));
    await download(fileAt(server.url), directory, { env });
    expect(server.asked).toEqual(['/a.gz bytes=1000-', '/a.gz']);
    expect(holds(target, body)).toBe(true);
  });

  it('can be aborted, and is taken up later', async () => {
    const { directory, target, names, env } = workplace();
    const server = await serve((request, response, n) =>
      n === 0 ? response.write(body.subarray(0, half)) : send(body, request, response),
    );
    const abort = new AbortController();
    const onProgress = (received: number) => received === half && abort.abort();
    const trying = download(fileAt(server.url), directory, { env, onProgress, signal: abort.signal });
    await expect(trying).rejects.toMatchObject({ name: 'AbortError' });
    expect(names()).toEqual(['a.gz.part']);
    expect(holds(`${target}.part`, body.subarray(0, half))).toBe(true);
    await download(fileAt(server.url), directory, { env });
    expect(server.asked).toEqual(['/a.gz', `/a.gz bytes=${half}-`]);
    expect(holds(target, body)).toBe(true);
  });

  it('does not begin when aborted before', async () => {
    const { directory, names, env } = workplace();
    const server = await serve((request, response) => send(body, request, response));
    const trying = download(fileAt(server.url), directory, { env, signal: AbortSignal.abort() });
    await expect(trying).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.asked).toEqual([]);
    expect(names()).toEqual([]);
  });
});

describe('downloads at once', () => {
  it('do not disturb each other, and only one takes up what was left', async () => {
    const { directory, target, names, leave, env } = workplace();
    leave(body.subarray(0, 1000));
    const server = await serve((request, response) => setTimeout(() => send(body, request, response), 50));
    const one = () => download(fileAt(server.url), directory, { env });
    expect(await Promise.all([one(), one(), one()])).toEqual([target, target, target]);
    expect(server.asked.sort()).toEqual(['/a.gz', '/a.gz', '/a.gz bytes=1000-']);
    expect(holds(target, body)).toBe(true);
    expect(names()).toEqual(['a.gz']);
  });

  it('take up the part of a process that was killed, not that of a living one', async () => {
    const { directory, target, names, env } = workplace();
    mkdirSync(join(directory, 'set'));
    const living = await claimPart(target);
    writeFileSync(living, 'not yours');
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const killed = (await claimPart(target)).replace(`-${process.pid}-`, `-${dead}-`);
    writeFileSync(killed, body.subarray(0, 2000));
    // Another process has the number of this one by now; one of another host grows, and one has long stopped to.
    const [again, elsewhere, silent] = [/-\d+-(\d+)\.part$/, /\.\w+-/, /\.\w+-/].map((part, i) =>
      living.replace(part, [`-1-${i}.part`, '.ffffffff-', '.eeeeeeee-'][i]),
    );
    for (const part of [again, elsewhere, silent]) writeFileSync(part, 'nobody knows');
    utimesSync(silent, 1, 1);
    const server = await serve((request, response) => send(body, request, response));
    await download(fileAt(server.url), directory, { env });
    expect(holds(target, body)).toBe(true);
    const kept = [target, living, elsewhere].sort();
    expect(names().map((name) => join(directory, 'set', name))).toEqual(kept);
    expect(readFileSync(living, 'utf8')).toBe('not yours');
  });
});
