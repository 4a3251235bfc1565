import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Block, blocksOf, fileName } from '../../scripts/tutorial/blocks.js';
import { configurationSchema } from '../../src/lab/configuration-schema.js';
import { readJsonLines } from '../../src/lab/files.js';
import { sweepOf } from '../../src/lab/sweeps/sweep.js';
import { parseNetwork } from '../../src/network/parse.js';
import { here } from '../cli/here.js';
import { jsonFile, tensor, tensorFile } from '../cli/tiny.js';
import { workspace } from '../cli/workspace.js';
import { pages, textOf } from './pages/steps.js';

const folder = workspace();

/** The keys of what a neuron says to its synapses, as `simulate` writes it. */
async function learning(): Promise<string[]> {
  const network = jsonFile(folder, 'net.json', { input: [2], layers: [{ type: 'dense', units: 1 }] });
  const input = tensorFile(folder, 'batch.safetensors', [
    ['input', tensor([1, 2], [1, 2])],
    ['target', tensor([1, 1], [1])],
  ]);
  const out = join(folder, 'simulation');
  expect(await here(['simulate', network, '--input', input, '--out', out])).toMatchObject({ code: 0 });
  const messages = readJsonLines(join(out, 'messages.jsonl')) as { kind: string }[];
  return Object.keys(messages.find(({ kind }) => kind === 'learn')!);
}

const isNetwork = (text: string) => void parseNetwork(JSON.parse(text));

/** What the blocks of JSON that are no file of the reader's are held to, in the order of their page. */
const checks: Readonly<Record<string, readonly ((text: string) => void | Promise<void>)[]>> = {
  'README.md': [isNetwork, isNetwork],
  'docs/graphs.md': [
    (node) => {
      const c1 = { type: 'conv2d', filters: 4, kernel: 3, padding: 1, from: ['image'] };
      const nodes = { c1, mixed: JSON.parse(node), out: { type: 'dense', units: 1, from: ['mixed'] } };
      parseNetwork({ inputs: { image: [6, 6, 1] }, nodes, outputs: { out: { loss: 'mse' } } });
    },
  ],
  'docs/messages.md': [
    async (row) => expect(Object.keys(JSON.parse(row)).sort()).toEqual((await learning()).sort()),
  ],
  'docs/plugins.md': [
    (text) => {
      const { plugins } = JSON.parse(text.replace('"..."', `"${'0'.repeat(64)}"`));
      expect(configurationSchema.shape.plugins.safeParse(plugins)).toMatchObject({ success: true });
    },
  ],
  'docs/sweeps.md': [
    (text) => {
      const rest = { configuration: { data: 'digits' }, parameters: { rule: ['ar', 'bp'] } };
      expect(sweepOf({ ...rest, ...JSON.parse(`{${text}}`) }, 'sweep').slurm).toMatchObject({
        ...{ time: '02:00:00', parallel: 20, restarts: 100 },
      });
    },
  ],
};

const isFragment = (block: Block) => block.language === 'json' && fileName(block) === undefined;
const fragments = (page: string) => blocksOf(textOf(page)).filter(isFragment);

it.each(pages.filter((page) => fragments(page).length > 0))('what %s shows in JSON is read', async (page) => {
  const shown = fragments(page);
  expect(shown).toHaveLength(checks[page]?.length ?? 0);
  for (const [k, { text }] of shown.entries()) await checks[page][k](text);
});

it('no block is of a language that nothing looks after', () => {
  for (const page of pages)
    for (const { language, line } of blocksOf(textOf(page)))
      expect(['', 'json', 'python', 'sh', 'ts'], `${page}:${line}`).toContain(language);
});

it('no command hides in an indented block', () => {
  for (const page of pages)
    expect(textOf(page)).not.toMatch(/^ {4,}(?:relaxon|npx|npm|git|node|python3?|pip) /m);
});
