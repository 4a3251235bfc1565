import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readJsonLines } from '../../src/lab/files.js';
import { readParameters } from '../../src/lab/parameter-files.js';
import { parseNetwork } from '../../src/network/parse.js';
import { made } from '../lab/compare/made.js';
import { here } from './here.js';
import { expectRefusal, expectUsageError } from './refusal.js';
import { relaxon } from './run.js';
import { jsonFile } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const description = {
  input: [784],
  layers: [
    { type: 'dense', units: 5, activation: 'relu' },
    { type: 'dense', units: 10, activation: 'linear' },
  ],
};
const network = jsonFile(folder, 'net.json', description);
const plain = ['stream', network, '--data', 'digits', '--limit-test-samples', '50'];

async function streamed(name: string, ...options: string[]) {
  const out = join(folder, name);
  const ended = await relaxon([
    ...plain,
    '--images',
    '25',
    '--log-every',
    '10',
    '--out',
    out,
    '--json',
    '--quiet',
    ...options,
  ]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  return { out, summary: JSON.parse(ended.stdout), rows: readJsonLines(join(out, 'metrics.jsonl')) };
}

describe.concurrent('relaxon stream', () => {
  it.each(['strict-phases', 'oscillation', 'two-compartments'])(
    '%s: metrics, a plot, parameters that moved',
    async (way) => {
      const { out, summary, rows } = await streamed(way, '--way', way, '--target-delay', '1');
      expect(summary).toMatchObject({ out, way, images: 25, missed: 0, interrupted: false });
      expect(rows.map(({ kind, images }) => [kind, images])).toEqual([
        ['interval', 10],
        ['interval', 20],
        ['interval', 25],
        ['end', 25],
      ]);
      expect(rows[2]).toMatchObject({ time: 480 });
      expect(Number(rows[2]['online/accuracy']) * 5).toBeCloseTo(
        Math.round(Number(rows[2]['online/accuracy']) * 5),
        10,
      );
      expect(readFileSync(join(out, 'accuracy.svg'), 'utf8')).toMatch(/^<svg/);
      const read = (name: string) => readParameters(join(out, name), parseNetwork(description));
      expect(read('parameters.safetensors')['layers.1.bias'].data.some((bias) => bias !== 0)).toBe(true);
    },
  );

  it('lives by a rule in phases under a clock, and is tested by it', async () => {
    const pc = ['--rule', 'pc', '--predictions', 'frozen', '--way', 'strict-phases'];
    const { summary, rows } = await streamed('pc', ...pc);
    expect(summary).toMatchObject({ images: 25, missed: 0, interrupted: false });
    expect(rows.at(-1)!.testAccuracy).toBeGreaterThan(0);
  });

  it('one seed determines it to the bit, whatever the grain', async () => {
    const one = await streamed('one', '--taught', '0.5', '--seed', '7');
    const two = await streamed('two', '--taught', '0.5', '--seed', '7', '--grain', 'synapse');
    // When it was run, and what was asked for of the grain, are not of the run's numbers.
    const numbers = ({ out }: { readonly out: string }) =>
      Object.entries(contents(out)).filter(([name]) => !/^(provenance|config|report)\./.test(name));
    expect(numbers(two)).toEqual(numbers(one));
  });

  it('Ctrl-C keeps what is done', async () => {
    const out = join(folder, 'stopped');
    const ended = await relaxon(
      [...plain, '--images', '1000000', '--log-every', '5', '--out', out, '--json'],
      {
        onStart: (child) => {
          const timer = setInterval(() => {
            try {
              if (readJsonLines(join(out, 'metrics.jsonl')).length > 1) child.kill('SIGINT');
              else return;
            } catch {
              return;
            }
            clearInterval(timer);
          }, 50);
        },
      },
    );
    expect(ended.code).toBe(130);
    expect(ended.stderr).toMatch(
      /relaxon: interrupted after \d+ images; what was learned is in .*stopped\. Go on with: relaxon stream --resume .*stopped\n$/,
    );
    const summary = JSON.parse(ended.stdout);
    expect(summary).toMatchObject({ interrupted: true, testAccuracy: null });
    expect(readJsonLines(join(out, 'metrics.jsonl')).at(-1)).toMatchObject({
      kind: 'end',
      images: summary.images,
    });
    readParameters(join(out, 'parameters.safetensors'), parseNetwork(description));
  });

  it.each([
    {
      what: 'an option of another way',
      args: ['--way', 'oscillation', '--sweep', '3'],
      says: ['--sweep', 'strict-phases'],
    },
    {
      what: 'a rule without an equation',
      args: ['--rule', 'ep', '--way', 'strict-phases'],
      says: ['--rule', 'ep with --way strict-phases: set s = clip(s, 0, 1)'],
    },
    {
      what: 'steps in continuous time',
      args: ['--rule', 'pc', '--predictions', 'frozen', '--way', 'strict-phases', '--steps', '3'],
      says: ['--steps', 'messages trajectory'],
    },
    {
      what: 'backpropagation on tensors',
      args: ['--rule', 'bp'],
      says: ['--rule', 'bp with command stream'],
    },
    { what: 'an unknown way', args: ['--way', 'oscilation'], says: ['--way', 'Try "oscillation"'] },
    { what: 'a place that is taken', args: ['--out', folder], says: ['net.json'] },
  ])('refuses $what', async ({ what, args, says }) => {
    await expectRefusal({ what, args: [...plain, ...args], says });
  });

  it('refuses no images', async () => {
    await expectUsageError({
      what: 'none',
      args: [...plain, '--images', '0'],
      says: ['a whole number of at least 1'],
    });
  });

  it('says where it diverges', async () => {
    const { code, stderr } = await relaxon([
      ...plain,
      '--way',
      'strict-phases',
      '--learning-rate',
      '1e9',
      '--images',
      '200',
      '--out',
      join(folder, 'wild'),
      '--quiet',
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^relaxon: stream: got weights or answers that are no numbers after \d+ images, expected .* Try a lower --learning-rate\.\n$/,
    );
    const report = readFileSync(join(folder, 'wild', 'report.html'), 'utf8');
    expect(report).toMatch(/strict-phases, diverged after \d+ images: stream: got weights or answers/);
    expect(JSON.parse(readFileSync(join(folder, 'wild', 'status.json'), 'utf8')).state).toBe('diverged');
    expect(readJsonLines(join(folder, 'wild', 'metrics.jsonl')).at(-1)).toMatchObject({ kind: 'divergence' });
  });
});

describe('--resume', () => {
  const run = join(folder, 'begun');
  const trained = join(folder, 'trained');
  const json = (name: string) => JSON.parse(readFileSync(join(run, name), 'utf8'));

  beforeAll(async () => {
    const ended = await here([
      ...plain,
      '--images',
      '12',
      '--log-every',
      '5',
      '--out',
      run,
      '--json',
      '--quiet',
    ]);
    expect(ended.code).toBe(0);
    made(trained, { accuracy: 0.5 });
  });

  it('has a run with its configuration, provenance, status, checkpoint and report', () => {
    expect(json('config.json')).toMatchObject({ command: 'stream', images: 12, way: 'two-compartments' });
    expect(json('provenance.json')).toMatchObject({ seed: 1, data: { name: 'digits' } });
    expect(json('status.json')).toMatchObject({ state: 'finished', step: 12 });
    expect(json('evaluation.json')).toMatchObject({ samples: 50 });
    expect(Object.keys(contents(run))).toEqual(
      expect.arrayContaining(['checkpoint.safetensors', 'report.html', 'raster.svg', 'accuracy.svg']),
    );
  });

  it('can be compared', async () => {
    const ended = await here(['compare', run, '--json', '--out', join(folder, 'page.html')]);
    const { metric, groups } = JSON.parse(ended.stdout);
    expect(metric).toBe('test/accuracy');
    expect(groups[0].runs[0].value).toBe(json('evaluation.json').accuracy);
  });

  it.each([
    ['a folder that is not there', ['nowhere'], ['no config.json']],
    ['a run of train', [trained], ['a run of train', `Try train --resume ${trained}`]],
    ['fewer images', [run, '--images', '11'], ['--images', 'at least the 12']],
    ['another seed', [run, '--seed', '2'], ['also --seed', 'only --images may be raised']],
    ['a rate', [run, '--learning-rate', '0.1'], ['also --learning-rate']],
    ['another place', [run, '--out', 'elsewhere'], ['also --out']],
  ])('refuses %s', async (what, args, says) => {
    const before = contents(folder);
    await expectRefusal({ what, args: ['stream', '--resume', ...args], says });
    expect(contents(folder)).toEqual(before);
  });

  it('refuses a network beside it, and no images between checkpoints', async () => {
    await expectRefusal({ what: 'a network', args: ['stream', network, '--resume', run], says: ['also'] });
    await expectUsageError({ what: 'none', args: [...plain, '--save', '0'], says: ['at least 1'] });
  });

  it.each([
    ['a configuration that is none', 'config.json', '{"command":"stream"}', ['config.json']],
    ['an unknown setting', 'config.json', undefined, ['unknown key "speed"']],
    ['a damaged checkpoint', 'checkpoint.safetensors', 'nothing', ['checkpoint.safetensors']],
    ['metrics that are lost', 'metrics.jsonl', '', ['0 rows']],
  ])('refuses %s, and leaves the run as it is', async (what, file, text, says) => {
    const path = join(run, file);
    const before = readFileSync(path);
    writeFileSync(path, text ?? JSON.stringify({ ...json('config.json'), speed: 1 }));
    const broken = contents(run);
    await expectRefusal({ what, args: ['stream', '--resume', run], says });
    expect(contents(run)).toEqual(broken);
    writeFileSync(path, before);
  });
});
