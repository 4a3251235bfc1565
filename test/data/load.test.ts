import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/data/catalogue.js';
import { sha256 } from '../../src/data/dataset.js';
import { fetchDataSet } from '../../src/data/files.js';
import { loadDataSet } from '../../src/data/load.js';
import { InputError, RelaxonError } from '../../src/errors.js';
import { idxBytes, scratch } from './scratch.js';
import { closedUrl, serve } from './server.js';

const subset: Record<string, Uint8Array> = {
  'train-images-idx3-ubyte': idxBytes([2, 2, 1], [1, 2, 3, 4]),
  'train-labels-idx1-ubyte': idxBytes([2], [5, 6]),
  't10k-images-idx3-ubyte': idxBytes([1, 2, 1], [7, 8]),
  't10k-labels-idx1-ubyte': idxBytes([1], [9]),
};

/** A data directory with a subset of MNIST of one's own, some of it gzipped. */
function ownMnist(changes: Record<string, Uint8Array> = {}): { own: string; env: NodeJS.ProcessEnv } {
  const own = scratch();
  mkdirSync(join(own, 'mnist'));
  for (const [name, bytes] of Object.entries({ ...subset, ...changes })) {
    const images = name.includes('images');
    writeFileSync(join(own, 'mnist', images ? `${name}.gz` : name), images ? gzipSync(bytes) : bytes);
  }
  return { own, env: { RELAXON_DATA: own, XDG_CACHE_HOME: join(own, 'cache') } };
}

describe('loading', () => {
  it("takes a subset of one's own, but does not call it verified", async () => {
    const { own, env } = ownMnist();
    const set = await loadDataSet('mnist', { env, fetch: false });
    expect(set).toEqual({
      name: 'mnist',
      classes: 10,
      train: {
        count: 2,
        shape: [2, 1],
        inputs: Uint8Array.of(1, 2, 3, 4),
        scale: 1 / 255,
        labels: Uint8Array.of(5, 6),
      },
      test: {
        count: 1,
        shape: [2, 1],
        inputs: Uint8Array.of(7, 8),
        scale: 1 / 255,
        labels: Uint8Array.of(9),
      },
      checksum: sha256(Buffer.concat(Object.values(subset))),
      verified: false,
      source: join(own, 'mnist'),
    });
  });

  it('refuses inputs of different shapes', async () => {
    const { env } = ownMnist({ 't10k-images-idx3-ubyte': idxBytes([1, 3, 1], [7, 8, 9]) });
    await expect(loadDataSet('mnist', { env })).rejects.toThrow(
      'data set mnist: got test inputs of 3 x 1, expected 2 x 1, as for training.',
    );
  });

  it('names a malformed file with its path', async () => {
    const { own, env } = ownMnist({ 'train-labels-idx1-ubyte': Uint8Array.of(1, 2, 3, 4) });
    await expect(loadDataSet('mnist', { env })).rejects.toThrow(
      join(own, 'mnist', 'train-labels-idx1-ubyte'),
    );
  });

  it('has the built-in digits without files or network', async () => {
    const set = await loadDataSet('digits', { env: {}, fetch: false });
    expect(set).toMatchObject({ name: 'digits', classes: 10, verified: true, source: 'built in, seed 1' });
    expect(set.train.count).toBe(10_000);
  });

  it('refuses an unknown name with the nearest one', async () => {
    await expect(loadDataSet('fashion-mnits')).rejects.toThrow(
      `data set: got "fashion-mnits", expected one of ${Object.keys(catalogue).join(', ')}. Try "fashion-mnist".`,
    );
  });
});

describe('without the data', () => {
  it('and without permission to fetch, says which files to put where', async () => {
    const home = scratch();
    const loading = loadDataSet('optdigits', { env: { XDG_CACHE_HOME: home }, fetch: false });
    await expect(loading).rejects.toThrow(InputError);
    const cache = join(home, 'relaxon');
    await expect(loading).rejects.toThrow(
      `data set optdigits: got no optdigits/optdigits.tra, optdigits/optdigits.tes in ${cache}, ` +
        'expected its files, as fetching was not allowed. Try putting optdigits/optdigits.tra, ' +
        `optdigits/optdigits.tes into ${cache} or a directory of your own that RELAXON_DATA names.`,
    );
    expect(readdirSync(home)).toEqual([]);
  });

  it('and without a network, says which to put into which of both places, and what went wrong', async () => {
    const [own, home] = [scratch(), scratch()];
    mkdirSync(join(own, 'optdigits'));
    writeFileSync(join(own, 'optdigits', 'optdigits.tra'), 'here already');
    const nobody = await closedUrl();
    const env = { RELAXON_DATA: own, XDG_CACHE_HOME: home, RELAXON_MIRROR: nobody };
    const error = await loadDataSet('optdigits', { env }).catch((e: Error) => e);
    expect(error).toBeInstanceOf(RelaxonError);
    const { message } = error as Error;
    expect(message).toContain(
      `optdigits/optdigits.tes: got no download (${nobody}/optdigits/optdigits.tes: `,
    );
    expect(message).toContain(`Try putting optdigits/optdigits.tes into ${join(home, 'relaxon')} or ${own}.`);
    expect(message).not.toContain('\n');
  });
});

it('fetching asks only for what is missing, and keeps nothing that is wrong', async () => {
  const { own, env } = ownMnist();
  const server = await serve((_, response) => response.end('wrong'));
  const mirror = { ...env, RELAXON_MIRROR: server.url };
  expect(await fetchDataSet('mnist', { env: mirror })).toHaveLength(4);
  expect(server.asked).toEqual([]);
  await expect(fetchDataSet('optdigits', { env: mirror })).rejects.toThrow('got sha256');
  expect(server.asked).toEqual(['/optdigits/optdigits.tra']);
  expect(readdirSync(join(own, 'cache', 'relaxon', 'optdigits'))).toEqual([]);
});

it('fetching a built-in set is refused', async () => {
  await expect(fetchDataSet('digits', { env: {} })).rejects.toThrow(
    'data set: got "digits", which is built in',
  );
});
