import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { here } from './here.js';
import { expectRefusal, expectUsageError } from './refusal.js';
import { relaxon } from './run.js';
import { jsonFile, tinyMnist, tinyNetwork } from './tiny.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const env = { RELAXON_DATA: tinyMnist(join(folder, 'data')) };
const network = jsonFile(folder, 'net.json', tinyNetwork);
const quick = ['--epochs', '1', '--limit-train-batches', '1', '--limit-test-samples', '5', '--quiet'];
const example = (name: string) =>
  readFileSync(join(import.meta.dirname, `../../docs/examples/${name}.ts`), 'utf8').replace(
    '../../src/index.js',
    'relaxon',
  );
const oja = example('oja');

function plugin(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const stored = (run: string) => JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));

/** The names of one list, as info has them. */
async function listed(list: string, ...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await here(['info', '--json', '--backend', 'cpu', ...args]);
  expect({ code, stderr: code ? stderr : '' }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout).names[list];
}

describe('a plug-in', () => {
  const own = plugin('oja.ts', oja);

  it('adds a rule while the command runs, and no longer', async () => {
    const { stderr } = await here(['info', '--json', '--backend', 'cpu', '--plugin', own]);
    expect(stderr).toBe(`plug-in ${own}: rule oja\n`);
    expect(await listed('rules', '--plugin', own)).toContain('oja');
    expect(await listed('rules')).not.toContain('oja');
  });

  it('is compared, audited and trained; the run has its file and hash, goes on with it, and refuses it changed', async () => {
    const agreed = await here([
      'agree',
      network,
      '--rule',
      'oja',
      '--plugin',
      own,
      '--train',
      '2',
      '--quiet',
      '--backend',
      'cpu',
    ]);
    expect(agreed.stdout).toMatch(/oja +layers\.1\.y .*the engines agree/s);
    const audited = await here(['audit', '--rule', 'oja', '--plugin', own, '--json']);
    expect(JSON.parse(audited.stdout)).toMatchObject({
      asDeclared: true,
      audits: [{ name: 'oja', level: 2 }],
    });
    const run = join(folder, 'run');
    const args = ['train', network, '--rule', 'oja', '--plugin', own, ...quick, '--out', run];
    expect(await here(args, env)).toMatchObject({ code: 0, stderr: '' });
    expect(stored(run).plugins).toEqual([{ file: own, sha256: sha256(oja) }]);
    expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain(sha256(oja).slice(0, 12));

    const resume = ['train', '--resume', run, '--epochs', '2', '--quiet'];
    const before = contents(run);
    writeFileSync(own, `${oja}\n`);
    const says = [
      `config.json.plugins.0 ${own}: got sha256 ${sha256(`${oja}\n`).slice(0, 12)}`,
      sha256(oja).slice(0, 12),
    ];
    await expectRefusal({ what: 'changed', args: resume, env, says });
    rmSync(own);
    await expectRefusal({ what: 'gone', args: resume, env, says: [`got no file ${own}`, 'Try --plugin'] });
    expect(contents(run)).toEqual(before);
    const moved = plugin('moved.ts', oja);
    expect(await here([...resume, '--plugin', moved], env)).toMatchObject({ code: 0 });
    renameSync(moved, own);
    expect(await here([...resume, '--epochs', '3'], env)).toMatchObject({ code: 0 });
  });

  it('is had by every process of --seeds, and when these go on, from where it is now', async () => {
    const out = join(folder, 'many');
    const args = [
      'train',
      network,
      '--rule',
      'oja',
      `--plugin=${own}`,
      ...quick,
      '--seeds',
      '2',
      '--out',
      out,
    ];
    expect(await relaxon(args, { env })).toMatchObject({ code: 0 });
    expect(stored(join(out, 'seed-1')).plugins).toEqual([{ file: own, sha256: sha256(oja) }]);
    const moved = join(folder, 'elsewhere.ts');
    renameSync(own, moved);
    const resumed = await relaxon(['train', '--resume', out, '--epochs', '2', '--quiet', '--plugin', moved], {
      env,
    });
    renameSync(moved, own);
    expect(resumed).toMatchObject({ code: 0 });
  });

  it('is named in a configuration, from the folder that it lies in', async () => {
    const run = join(folder, 'configured');
    const config = jsonFile(folder, 'own.json', { rule: 'oja', plugins: ['./oja.ts'] });
    const trained = await here(['train', network, '--config', config, ...quick, '--out', run], env);
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    expect(stored(run)).toMatchObject({ rule: 'oja', plugins: [{ file: own, sha256: sha256(oja) }] });
    const typed = [
      'train',
      network,
      '--config',
      config,
      '--plugin',
      own,
      ...quick,
      '--out',
      join(folder, 'twice'),
    ];
    expect(await here(typed, env)).toMatchObject({ code: 0 });
    const odd = jsonFile(folder, 'odd.json', { rule: 'oja', plugins: [{ path: 'oja.ts' }] });
    const says = ['odd.json.plugins.0'];
    await expectRefusal({ what: 'odd', args: ['train', '--config', odd, '--quiet'], says });
  });

  it('adds whatever lists take, by its name, its export or a list; with what it imports and what it reads beside it', async () => {
    plugin('lib/half.json', '{"half": 0.5}');
    plugin('lib/sub/shift.mts', 'export const shift: number = 0.25;\n');
    plugin('lib/words.txt', 'of\nwords\n');
    const text = [
      "import { readFileSync } from 'node:fs';",
      "import { z } from 'zod';",
      "import { type Activation, activations as all } from 'relaxon';",
      "import { half } from './half.json';",
      "import { shift } from './sub/shift.mjs';",
      "const lines = readFileSync(new URL('./words.txt', import.meta.url), 'utf8').split('\\n');",
      'const linear: Activation = { ...all.linear, rate: (m, a) => m.affine(a, half, shift), slope: (m, a) => m.affine(m.ones(a), half, 0), steepest: half };',
      'export const halfLinear = linear;',
      "export const losses = { 'own-mse': { pool: undefined, share: (m: any, { activity: a, target: t }: any) => m.mul(m.sub(a, t), m.sub(a, t)), error: (m: any, { activity: a, target: t }: any) => m.affine(m.sub(a, t), 2, 0) } };",
      'export const quarter = { schema: z.strictObject({ type: z.string(), part: z.number().default(0.25) }), sampler: ({ part }: { part: number }) => () => part };',
      "export default { about: lines[0] + ' ' + lines[1], make: () => { throw new Error('not asked for'); } };",
      'export const helper = () => linear;',
    ];
    const rich = plugin('lib/rich-set.ts', text.join('\n'));
    const { code, stdout, stderr } = await here(['info', '--json', '--backend', 'cpu', '--plugin', rich]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `plug-in ${rich}: data set rich-set, activation half-linear, loss own-mse, initialiser quarter\n`,
    });
    const { names } = JSON.parse(stdout);
    expect(names.activations).toContain('half-linear');
    expect(names.losses).toContain('own-mse');
    expect(names.initialisers).toContain('quarter');
    expect(names['data sets']).toContain('rich-set');
    const described = {
      ...tinyNetwork,
      layers: tinyNetwork.layers.map((layer) => ({ ...layer, activation: 'half-linear' })),
      ...{ loss: 'own-mse', init: { weight: { type: 'quarter', part: 0.1 } } },
    };
    const args = [jsonFile(folder, 'rich.json', described), '--plugin', rich, '--quiet', '--backend', 'cpu'];
    expect(await here(['gradcheck', ...args])).toMatchObject({ code: 0, stderr: '' });
    const run = join(folder, 'rich');
    expect(await here(['train', ...args, ...quick, '--rule', 'bp', '--out', run], env)).toMatchObject({
      code: 0,
    });
    const [{ imports }] = stored(run).plugins;
    expect(Object.keys(imports)).toEqual(['../half.json', '../sub/shift.mts']);
    plugin('lib/half.json', '{"half": 0.25}');
    const says = [`${rich}: ../half.json: got sha256 `];
    await expectRefusal({ what: 'changed import', args: ['train', '--resume', run, '--quiet'], env, says });
  });

  it('is JavaScript too, of either kind of module; several are loaded in order', async () => {
    const made =
      "const { feedbackPathway } = require('relaxon');\nmodule.exports = { lesser: feedbackPathway('lesser', (m, w) => m.mul(0.5, w)) };\n";
    const [one, two] = [
      plugin('feedback.cjs', made),
      plugin('swish.js', example('swish').replace(/import type.*|: Activation/g, '')),
    ];
    const { code, stderr } = await here([
      'agree',
      network,
      '--plugin',
      one,
      '--plugin',
      two,
      '--feedback',
      'lesser',
      '--backend',
      'cpu',
    ]);
    expect(stderr).toContain(`plug-in ${one}: feedback pathway lesser\nplug-in ${two}: activation swish\n`);
    expect(code).toBe(0);
  });
});

/** Files that are refused, and what the line has to say. */
const bad: Readonly<Record<string, readonly [text: string, ...says: string[]]>> = {
  'syntax.ts': [
    'const fine = 1;\n\nexport const x = { ;\n',
    'syntax.ts:3:20: got Expected identifier but found ";"',
  ],
  'throws.ts': [
    'const f: any = undefined;\n\n\nf.boom();\nexport const x = 1;',
    'throws.ts:4: got TypeError: Cannot read',
  ],
  'text.js': ["throw 'a text';", 'got "a text", thrown'],
  'empty.ts': ['', 'got no exports', 'Try relaxon new rule NAME'],
  'nothing.ts': ['export const x = 3; export function f() {}', 'none of these: f (a function), x (3)'],
  'import.ts': [
    "import { x } from './lib.js';\nexport const y = x;",
    'import.ts:1:19: got Could not resolve "./lib.js"',
  ],
  'package.ts': ["import x from 'not-there';\nexport const y = x;", 'Could not resolve "not-there"'],
  'misspelt.ts': [
    "import { famly } from 'relaxon';\nexport const y = famly;",
    'No matching export in "relaxon" for import "famly"',
  ],
  'inside.ts': [
    "import { x } from 'relaxon/dist/x.js';\nexport const y = x;",
    'all that plug-ins use is in "relaxon"',
  ],
  'taken.ts': [
    "import { rules } from 'relaxon';\n" + oja.replaceAll("'oja'", "'ar'"),
    'got the name "ar", expected one that is not taken',
  ],
  'name.ts': [
    oja.replaceAll("'oja'", "'My rule'"),
    'got the name "My rule", expected at most 40 small letters',
  ],
  'member.ts': [
    example('swish').replace('slope:', 'slop:'),
    'export swish: activations.swish.slope: got nothing, expected a function. Try slope instead of slop',
  ],
  'summary.ts': [oja.replace('summary', 'sumary'), 'rules.oja.summary: got nothing, expected a string'],
  'bare.ts': [
    oja.replace('export const oja', 'const made') + '\nexport const oja = made.of({});',
    'got the phases of a rule',
    'Try export const oja = family(',
  ],
  'list.ts': ['export const rules = 3;', 'export rules: got 3, expected an object of rules by their names'],
  'near.ts': ['export const optimizers = { x: {} };', 'Try optimisers'],
  'reads.ts': [oja.replace('n.stimulus', 'n.stimulsu'), 'got a formula that reads neuron.stimulsu'],
  'operation.ts': [
    oja.replace('m.mul(n.y, n.y)', 'm.multiply(n.y, n.y)'),
    'operation.ts:29: export oja: got TypeError: m.multiply is not a function',
  ],
  'returns.ts': [
    oja.replace('=> n.basal.x', '=> { n.basal.x; }'),
    'rule oja: got a formula that gives nothing, expected one that returns',
  ],
  'looks.ts': [oja.replace('m.mul(n.y, n.y)', '(n.y > 0 ? n.y : 0) as never'), 'a value that is looked at'],
  'answer.ts': [
    oja.replace("phase: 'hear'", "phase: 'haer'"),
    'rules.oja.answer.phase: got "haer", expected one of hear. Try "hear"',
  ],
  'way.ts': [oja.replace("way: 'up'", "way: 'upwards'"), 'rules.oja.paths.up.way: got "upwards"'],
  'option.ts': [
    oja.replace('options: {}', "options: { size: { kind: 'nubmer', default: 1, least: 0, help: 'x' } }"),
    'options.size.kind: got "nubmer"',
  ],
  'reserved.ts': [
    oja.replace('options: {}', "options: { data: { kind: 'flag', default: false, help: 'x' } }"),
    'got the name "data"',
    'Try another, such as ojaData',
  ],
  'oja.py': [oja, 'got a file that ends in ".py"'],
};

describe('a plug-in that is refused', () => {
  it.each(Object.entries(bad))('%s', async (name, [text, ...says]) => {
    const path = plugin(`bad/${name}`, text);
    const before = contents(folder);
    const args = [
      'train',
      network,
      '--rule',
      'oja',
      '--plugin',
      path,
      ...quick,
      '--out',
      join(folder, 'never'),
    ];
    await expectRefusal({ what: name, args, env, says });
    expect(contents(folder)).toEqual(before);
  });

  it('no file, a folder, none, one for a command that has no use for it', async () => {
    const none = join(folder, 'none.ts');
    await expectRefusal({
      what: 'none',
      args: ['rules', '--plugin', none],
      says: [`${none}: got nothing there`],
    });
    await expectRefusal({
      what: 'folder',
      args: ['rules', '--plugin', plugin('f.ts/x', '') && join(folder, 'f.ts')],
      says: ['got a folder'],
    });
    await expectUsageError({
      what: 'nothing',
      args: ['rules', '--plugin'],
      says: ["option '--plugin <file>' argument missing"],
    });
    await expectUsageError({
      what: 'demo',
      args: ['demo', '--plugin', none],
      says: ["unknown option '--plugin'"],
    });
  });

  it('leaves nothing of itself in the lists when a later entry is refused', async () => {
    const path = plugin('half.ts', `${oja}\nexport const activations = { Bad: {} };`);
    await expectRefusal({ what: 'half', args: ['rules', '--plugin', path], says: ['the name "Bad"'] });
    expect(await listed('rules')).not.toContain('oja');
    expect(existsSync(path)).toBe(true);
  });
});
