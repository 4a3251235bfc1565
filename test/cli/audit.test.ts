import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { here } from './here.js';
import { expectRefusal } from './refusal.js';
import { jsonFile } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const small = jsonFile(folder, 'small.json', {
  input: [2],
  layers: [
    { type: 'dense', units: 3, activation: 'tanh' },
    { type: 'dense', units: 2 },
  ],
  loss: 'cross-entropy',
});
const large = jsonFile(folder, 'large.json', { input: [784], layers: [{ type: 'dense', units: 100 }] });

describe('relaxon audit', () => {
  it('prints what every update reads, what breaks locality and where, and what the levels mean', async () => {
    const { code, stdout, stderr } = await here(['audit']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ar: L3\n/);
    expect(stdout).toMatch(/down +weight +the weight of another synapse +L3/);
    expect(stdout).toMatch(/1 per synapse, 18 in all/);
    expect(stdout).toContain('L3: down reads weight, the weight of another synapse\n');
    expect(stdout).toContain('\nas declared\nwhole layers: held to the synapses one by one\n');
    expect(stdout).toContain("  relax x' = sub(add(apical.x, error), x)\n");
    for (const level of [0, 1, 2, 3, 4]) expect(stdout).toMatch(new RegExp(`^L${level}  `, 'm'));
  });

  it('audits a variant, on a network of one’s own, as JSON', async () => {
    const out = join(folder, 'audit.json');
    const { code, stdout } = await here([
      ...['audit', small, '--rule', 'all', '--json', '--out', out],
      ...['--feedback', 'learned', '--schedule', 'asynchronous'],
    ]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(result);
    expect(result.asDeclared).toBe(true);
    const [ar, bp] = result.audits;
    const { asDeclared, readings } = result.audits.find(({ name }: { name: string }) => name === 'dfa');
    expect([asDeclared, readings.length > 0]).toEqual([true, true]);
    expect([ar.name, ar.level, bp.name, bp.level]).toEqual(['ar, feedback learned', 4, 'bp', 4]);
    const levels = (audit: typeof ar) => [
      ...new Set(audit.readings.map(({ level }: { level: number }) => level)),
    ];
    expect(levels(ar).sort()).toEqual([1, 2, 4]);
    expect(levels(bp).sort()).toEqual([0, 1, 2, 3, 4]);
    // Rules that draw outputs to targets have no cross-entropy.
    const refused = result.audits.filter((one: { refused?: string }) => one.refused);
    expect(refused.map(({ name }: { name: string }) => name)).toEqual(['pc', 'ep', 'chl']);
    expect(refused[0].refused).toMatch(
      /small\.json\.outputs\.layers\.1 with rule pc: got loss cross-entropy/,
    );
  });

  it('puts all variants into one table', async () => {
    const { code, stdout } = await here(['audit', '--all']);
    expect(code).toBe(0);
    const row = (name: string) => stdout.split('\n').find((line) => line.startsWith(`${name}  `));
    expect(row('ar, fully simplified')).toMatch(
      / L2 +heard up\.rate \(1 per synapse, 18 in all\).* as seen$/,
    );
    expect(row('ar, derivative none')).toMatch(/ L3 .* down: weight .* as seen$/);
    expect(row('bp')).toMatch(/ L4 .* as seen$/);
    expect(stdout).not.toContain('OTHERWISE');
    expect(stdout.match(/whole layers: not watched: .*/g)).toHaveLength(2);
    expect(stdout).toMatch(/^ar, threshold messages: whole layers: not watched: .*messages/m);
  });

  it('reads a network with ports in all ways of speaking', async () => {
    const pool = jsonFile(folder, 'pool.json', {
      input: [4, 4, 1],
      layers: [
        { type: 'conv2d', filters: 1, kernel: 3, padding: 1, activation: 'tanh' },
        { type: 'maxPool2d', kernel: 2 },
        { type: 'dense', units: 2 },
      ],
      loss: 'mse',
    });
    const { code, stdout } = await here(['audit', pool, '--all']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ar, threshold messages .* as seen$/m);
    expect(stdout).toMatch(/^ar, trajectory messages .* as seen$/m);
    expect(stdout).not.toContain('refused');
    expect(stdout).toMatch(/^ar +L3 .*weight: shared weight.* as seen$/m);
  });

  it('prints of a rule in phases, with its options, what follows from its equations, held to what was seen', async () => {
    const { code, stdout } = await here(['audit', '--rule', 'pc', '--predictions', 'frozen']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^pc, predictions frozen: L3\n/);
    expect(stdout).toMatch(/^weight +slope +an earlier phase +L1/m);
    expect(stdout).toContain(
      '\nL3: down reads weight, the weight of another synapse\nas declared\nwhole layers: held',
    );
  });

  it('says no to what it cannot audit', async () => {
    await expectRefusal({ what: 'large', args: ['audit', large], says: ['78400 synapses', 'fewer units'] });
    await expectRefusal({
      what: 'a node that the rule cannot have',
      args: ['audit', small, '--rule', 'pc'],
      says: ['small.json.outputs.layers.1 with rule pc', 'loss cross-entropy', 'loss mse'],
    });
    await expectRefusal({
      what: 'both',
      args: ['audit', '--all', '--update-derivative', 'none'],
      says: ['--update-derivative', 'it with --all'],
    });
    await expectRefusal({
      what: 'a schedule',
      args: ['audit', '--all', '--schedule', 'asynchronous'],
      says: ['--schedule', 'it with --all'],
    });
    await expectRefusal({
      what: 'variant of bp',
      args: ['audit', '--rule', 'bp', '--feedback', 'learned'],
      says: ['rule bp'],
    });
    await expectRefusal({
      what: 'the option of another rule',
      args: ['audit', '--rule', 'pc', '--nudging', 'symmetric'],
      says: ['--nudging', 'rule pc', 'rule ep'],
    });
    await expectRefusal({
      what: 'nowhere',
      args: ['audit', '--out', join(folder, 'no', 'such.json')],
      says: ['such.json'],
    });
  });
});
