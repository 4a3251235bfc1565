import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { made } from '../lab/compare/made.js';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile, tensorFile, tensorsFor, tinyMnist, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const at = (name: string) => join(folder, name);
const env = { RELAXON_DATA: tinyMnist(at('data')) };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const tensors = tensorsFor(tinyNetwork, 'F32', 7);
const weights = tensorFile(
  folder,
  'w.safetensors',
  tensors.map(([name, one]) => [name.replace('layers', 'old'), one]),
);
const table = at('table.csv');
const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * 3) % 5},${i % 2 ? 'odd' : 'even'}`);
writeFileSync(table, `a,b,parity\n${rows.join('\n')}\n`);
const own = ['--data', table, '--target', 'parity', '--input-columns', 'a,b', '--test-share', '0.3'];
const configOf = (run: string) => JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));

async function streamed(name: string, ...options: string[]): Promise<string> {
  const out = at(name);
  const { code, stderr } = await here(['stream', ...options, '--out', out, '--json', '--quiet'], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return out;
}

/** All but when it was run. */
const numbers = (run: string) =>
  Object.entries(contents(run)).filter(([name]) => !/^(provenance|report)\./.test(name));

const two = { input: [2], layers: [{ type: 'dense', units: 2 }] };
const few = ['--images', '12', '--log-every', '5', '--limit-test-samples', '10'];
const oscillating = ['--way', 'oscillation', '--jitter', '0.1', '--period', '18'];

describe('stream --config', () => {
  it.each([
    ['defaults, and the network that fits', []],
    ['options of a way, choices of the rule', [network, ...oscillating, '--feedback', 'random']],
    ['a rule in phases', [network, '--rule', 'pc', '--predictions', 'frozen', '--way', 'strict-phases']],
    ['weights of a file', [network, '--params', weights, '--rename', 'old=layers', '--partial']],
    ["data of one's own", [...own, '--seed', '3']],
    ['times, shares and a seed', [network, '--every', '23', '--taught', '0.5', '--seed', '4', '--save', '7']],
  ])('gives the same run to the byte: %s', async (what, options) => {
    const named = what.replace(/\W+/g, '-');
    const first = await streamed(`${named}-1`, ...options, ...few);
    const second = await streamed(`${named}-2`, '--config', join(first, 'config.json'));
    expect(numbers(second)).toEqual(numbers(first));
  });

  it('options beside it win; what is of another way or rule goes with that', async () => {
    const first = await streamed('winning', network, ...oscillating, '--feedback', 'random', ...few);
    const config = join(first, 'config.json');
    const seeded = configOf(await streamed('seeded', '--config', config, '--seed', '9', '--jitter', '0.2'));
    expect(seeded).toEqual({ ...configOf(first), seed: 9, oscillation: { jitter: 0.2, period: 18 } });
    const other = configOf(await streamed('other', '--config', config, '--way', 'strict-phases'));
    expect(other).toMatchObject({
      way: 'strict-phases',
      learningRate: 0.03,
      variant: { feedback: 'random' },
    });
    expect(other).not.toHaveProperty('oscillation');
    const pc = ['--rule', 'pc', '--predictions', 'frozen'];
    const ruled = configOf(await streamed('ruled', '--config', config, ...pc));
    expect(ruled).toMatchObject({ rule: 'pc', ruleOptions: { predictions: 'frozen' }, way: 'oscillation' });
    expect(ruled).not.toHaveProperty('variant');
    const tabled = await streamed('tabled', '--config', config, jsonFile(folder, 'two.json', two), ...own);
    const { data, dataOptions } = configOf(await streamed('again', '--config', join(tabled, 'config.json')));
    expect([data, dataOptions.target]).toEqual([table, ['parity']]);
    const from = ['--config', join(tabled, 'config.json'), network, '--data', 'mnist'];
    expect(configOf(await streamed('back', ...from))).not.toHaveProperty('dataOptions');
  });

  it('takes a file that says some', async () => {
    const some = jsonFile(folder, 'some.json', { images: 7, seed: 3, data: 'mnist', network: tinyNetwork });
    const config = configOf(await streamed('some', '--config', some, '--limit-test-samples', '5'));
    expect(config).toMatchObject({ images: 7, seed: 3, every: 20, way: 'two-compartments' });
  });

  const full = {
    ...{ command: 'stream', network: tinyNetwork, data: 'mnist', rule: 'ar', way: 'oscillation' },
    ...{ learningRate: 0.03, oscillation: { jitter: 0.1 }, images: 5, every: 20, targetDelay: 0, taught: 1 },
    ...{ grain: 'arbor', seed: 1, logEvery: 10, limitTestSamples: 5, save: 5 },
  };
  it.each([
    ['no JSON', undefined, ['net.txt']],
    ['a list', [], ['expected an object']],
    ['a misspelt field', { ...full, imges: 5 }, ['unknown key "imges"', 'Try "images"']],
    ['text for a number', { ...full, images: '5' }, ['.images: got "5"']],
    ['no images', { ...full, images: 0 }, ['.images: got 0']],
    ['a way that there is not', { ...full, way: 'oscilation' }, ['.way', 'Try "oscillation"']],
    ['a rule that there is not', { ...full, rule: 'arr' }, ['.rule', 'Try "ar"']],
    ['a grain that there is not', { ...full, grain: 'axon' }, ['.grain: got "axon"']],
    ['an option that the way has not', { ...full, oscillation: { jiter: 1 } }, ['unknown key "jiter"']],
    ['options of another way', { ...full, strictPhases: { sweep: 2 } }, ['--sweep', 'oscillation']],
    ['a choice of a rule that has none', { ...full, variant: { feedbak: 'x' } }, ['feedbak']],
    ['choices of another rule', { ...full, rule: 'pc', variant: { feedback: 'random' } }, ['.variant']],
    ['options of another rule', { ...full, ruleOptions: { predictions: 'frozen' } }, ['.ruleOptions']],
    ['a network that is none', { ...full, network: { layers: 3 } }, ['bad.json']],
    ['weights that changed', { ...full, params: { file: weights, sha256: 'ab' } }, ['as written down']],
    ['another command', { ...full, command: 'train' }, ['.command: got "train", expected "stream"']],
    ['a configuration of train', { epochs: 3 }, ['a configuration of train', 'Try train --config']],
    ['a share above 1', { ...full, taught: 1.5 }, ['.taught', 'a share from 0 to 1']],
  ])('refuses %s', async (what, value, says) => {
    const text = value === undefined ? network.replace('json', 'txt') : jsonFile(folder, 'bad.json', value);
    const before = Object.keys(contents(folder));
    await expectRefusal({ what, args: ['stream', '--config', text, '--out', at('none')], says, env });
    expect(Object.keys(contents(folder))).toEqual(before);
  });

  it('refuses one of a run of train, and one beside --resume', async () => {
    made(at('trained'), { accuracy: 0.5 });
    const config = at('trained/config.json');
    const says = ['a configuration of train'];
    await expectRefusal({ what: 'of train', args: ['stream', '--config', config], says, env });
    const args = ['stream', '--resume', at('some'), '--config', config];
    await expectRefusal({ what: 'both', args, says: ['also --config'], env });
  });
});

it('a run of it is judged, answers and is exported as one of train', async () => {
  const pc = ['--rule', 'pc', '--predictions', 'frozen', '--way', 'strict-phases'];
  for (const [name, options] of [
    ['seen', []],
    ['seen-pc', pc],
  ] as const) {
    const run = await streamed(name, network, ...options, ...few);
    const { code, stdout, stderr } = await here(
      ['evaluate', run, '--limit-samples', '10', '--json', '--quiet'],
      env,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { loss, accuracy, samples, engine } = JSON.parse(stdout);
    const stored = JSON.parse(readFileSync(join(run, 'evaluation.json'), 'utf8'));
    expect({ loss, accuracy, samples, engine }).toEqual({
      ...{ loss: stored.loss, accuracy: stored.accuracy },
      ...{ samples: 10, engine: 'events' },
    });
    const answers = ['predict', run, '--split', 'test', '--engine', 'batched', '--out', at(`${name}.csv`)];
    expect((await here([...answers, '--quiet'], env)).code).toBe(0);
    expect((await here(['export', run, '--out', at(`${name}-out`)], env)).code).toBe(0);
  }
  for (const [args, says] of [
    [['--checkpoint', 'best'], 'no best checkpoint'],
    [['--rename', 'a=b'], '--rename'],
    [['--classes', 'a,b'], '--classes'],
  ] as const)
    await expectRefusal({ what: says, args: ['evaluate', at('seen'), ...args], says: [says], env });
  rmSync(at('seen/parameters.safetensors'));
  const says = ['a stream that has not ended', 'Try stream --resume'];
  await expectRefusal({ what: 'one that goes on', args: ['evaluate', at('seen')], says, env });
  const exported = ['has what export wrote', at('seen-pc-out')];
  const named = `${at('seen-pc-out/network.json')} --params`;
  await expectRefusal({ what: exported[0], args: ['evaluate', exported[1]], says: [named], env });
  const train = ['train', '--config', at('seen-pc/config.json')];
  await expectRefusal({ what: 'train', args: train, says: ['Try stream --config'], env });
});
