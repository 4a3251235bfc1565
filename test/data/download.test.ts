import { createHash } from 'node:crypto';
import { linkSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { download, urlsOf } from '../../src/data/download.js';
import { InputError, RelaxonError } from '../../src/errors.js';
import { body, content, fileAt, half, holds, noise, sum, workplace } from './sample.js';
import { closedUrl, send, serve } from './server.js';

describe('a download', () => {
  it('puts the file in its place and reports progress in bytes', async () => {
    const { directory, target, names, env } = workplace();
    const server = await serve((request, response) => send(body, request, response));
    const seen: [number, number | undefined][] = [];
    const onProgress = (received: number, total: number | undefined) => seen.push([received, total]);
    expect(await download(fileAt(server.url), directory, { env, onProgress })).toBe(target);
    expect(holds(target, body)).toBe(true);
    expect(names()).toEqual(['a.gz']);
    expect(seen.at(-1)).toEqual([body.length, body.length]);
    expect(seen.every(([received], i) => i === 0 || received > seen[i - 1][0])).toBe(true);
  });

  it('has no name before it is verified', async () => {
    const { directory, names, env } = workplace();
    const server = await serve((request, response) => send(body, request, response));
    const during = new Set<string>();
    await download(fileAt(server.url), directory, {
      env,
      onProgress: () => names().map((name) => during.add(name)),
    });
    expect(during.size).toBe(1);
    expect([...during][0]).toMatch(/^a\.gz\..+\.part$/);
  });

  it('refuses wrong content with both checksums and keeps none of it', async () => {
    const { directory, names, env } = workplace();
    const server = await serve((_, response) => response.end('<html>log in first</html>'));
    const trying = download(fileAt(server.url), directory, { env });
    // The network's fault, not the user's: the command line then ends with 1.
    await expect(trying).rejects.toThrow(RelaxonError);
    await expect(trying).rejects.not.toThrow(InputError);
    const got = createHash('sha256').update('<html>log in first</html>').digest('hex');
    await expect(trying).rejects.toThrow(`${server.url}/a.gz: got sha256 ${got}, expected ${sum}`);
    expect(names()).toEqual([]);
  });

  it('refuses a truncated gzip and keeps none of it', async () => {
    const { directory, names, env } = workplace();
    const server = await serve((_, response) => response.end(body.subarray(0, half)));
    await expect(download(fileAt(server.url), directory, { env })).rejects.toThrow(
      'got truncated gzip, expected sha256',
    );
    expect(names()).toEqual([]);
  });

  it('stops a server that sends without end', async () => {
    const { directory, names, env } = workplace();
    let sent = 0;
    const server = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && sent < 1e9) {
          sent += 65_536;
          if (!response.write(noise(65_536))) return;
        }
      };
      response.on('drain', more);
      more();
    });
    await expect(download(fileAt(server.url), directory, { env })).rejects.toThrow('got sha256');
    expect(sent).toBeLessThan(1e8);
    expect(names()).toEqual([]);
  });

  it('keeps a file that the server unpacked on the way, without .gz', async () => {
    const { directory, target, names, env } = workplace();
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length });
      response.end(body);
    });
    const path = await download(fileAt(server.url), directory, { env });
    expect(path).toBe(target.slice(0, -'.gz'.length));
    expect(holds(path, content)).toBe(true);
    expect(names()).toEqual(['a']);
  });

  it('tries the next mirror when one has no such file', async () => {
    const { directory, target, env } = workplace();
    const first = await serve((_, response) => response.writeHead(404).end('not here'));
    const second = await serve((request, response) => send(body, request, response));
    await download(fileAt(first.url, second.url), directory, { env });
    expect([first.asked, second.asked]).toEqual([['/a.gz'], ['/a.gz']]);
    expect(holds(target, body)).toBe(true);
  });

  it('says in one line what went wrong at each mirror, and what to do', async () => {
    const { directory, env } = workplace();
    const first = await serve((_, response) => response.writeHead(404).end());
    const second = await serve((_, response) => response.writeHead(503).end());
    const nobody = await closedUrl();
    const file = fileAt(first.url, second.url, nobody);
    const error = await download(file, directory, { env, advice: 'magic' }).catch((e: Error) => e);
    expect((error as Error).message).toMatch(
      new RegExp(
        '^set/a.gz: got no download \\(' +
          `${first.url}/a.gz: HTTP 404 Not Found; ${second.url}/a.gz: HTTP 503 Service Unavailable; ` +
          `${nobody}/a.gz: [^;\\n]*ECONNREFUSED[^;\\n]*\\), ` +
          'expected a mirror that serves it. Try magic.$',
      ),
    );
  });

  it.each([
    ['that never answers', () => {}],
    [
      'that stops in the middle',
      (response: { write(chunk: Uint8Array): void }) => response.write(body.subarray(0, half)),
    ],
  ])('gives up a server %s', async (_, begin) => {
    const { directory, env } = workplace();
    const server = await serve((_, response, n) => n === 0 && begin(response));
    await expect(download(fileAt(server.url), directory, { env, idleMs: 150 })).rejects.toThrow(
      `${server.url}/a.gz: no byte for 0.15 s`,
    );
  });

  it('gives up a server that is too slow, and takes what it brought to the next', async () => {
    const { directory, target, env } = workplace();
    const slow = await serve((_, response) => {
      let sent = 0;
      const timer = setInterval(() => {
        if (response.destroyed) clearInterval(timer);
        else response.write(body.subarray(sent++, sent));
      }, 50);
    });
    const good = await serve((request, response) => send(body, request, response));
    await download(fileAt(slow.url, good.url), directory, { env, idleMs: 200 });
    expect(slow.asked).toEqual(['/a.gz']);
    expect(good.asked[0]).toMatch(/^\/a\.gz bytes=\d+-$/);
    expect(holds(target, body)).toBe(true);
    const trying = download(fileAt(slow.url), workplace().directory, { env, idleMs: 200 });
    await expect(trying).rejects.toThrow(/a\.gz: \d bytes in 0\.2 s/);
  });

  it('writes through no link: not to a part, not in the place of the file, not into a linked directory', async () => {
    const { directory, target, leave, names, env } = workplace();
    leave(new Uint8Array(0));
    const theirs = join(directory, 'theirs');
    writeFileSync(theirs, 'do not lose me');
    rmSync(`${target}.part`);
    for (const link of [target, `${target}.part`]) symlinkSync(theirs, link);
    const server = await serve((request, response) => send(body, request, response));
    await download(fileAt(server.url), directory, { env });
    expect(holds(target, body)).toBe(true);
    expect(names()).toEqual(['a.gz']);
    linkSync(theirs, `${target}.part`);
    await download(fileAt(server.url), directory, { env });
    expect(readFileSync(theirs, 'utf8')).toBe('do not lose me');
    const other = workplace();
    symlinkSync(join(directory, 'set'), join(other.directory, 'set'));
    const trying = download(fileAt(server.url), other.directory, { env });
    await expect(trying).rejects.toThrow(`${join(other.directory, 'set')}: got a link`);
  });

  it('refuses a directory that it cannot make', async () => {
    const { directory, env } = workplace();
    writeFileSync(join(directory, 'set'), 'a file in the way');
    await expect(download(fileAt('http://127.0.0.1:1'), directory, { env })).rejects.toThrow(
      'expected a directory for downloads',
    );
  });
});

describe('the mirrors', () => {
  const file = fileAt('https://a.example/x', 'https://b.example');

  it('are those of the file, in order', () => {
    expect(urlsOf(file, {})).toEqual(['https://a.example/x/a.gz', 'https://b.example/a.gz']);
  });

  it.each(['http://127.0.0.1/data', 'http://127.0.0.1/data/'])('are replaced by RELAXON_MIRROR %s', (own) => {
    expect(urlsOf(file, { RELAXON_MIRROR: own })).toEqual(['http://127.0.0.1/data/set/a.gz']);
  });

  it.each(['/some/folder', 'ftp://127.0.0.1/', 'http://'])('may not be %s', (own) => {
    expect(() => urlsOf(file, { RELAXON_MIRROR: own })).toThrow(
      `RELAXON_MIRROR: got ${JSON.stringify(own)}, expected an http or https address.`,
    );
  });
});
