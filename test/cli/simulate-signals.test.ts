import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { relaxon } from './run.js';
import { jsonFile, tensor, tensorFile, tinyNetwork } from './tiny.js';
import { workspace } from './workspace.js';

const folder = workspace();
const network = jsonFile(folder, 'net.json', tinyNetwork);
const input = tensorFile(folder, 'input.safetensors', [
  ['input', tensor([1, 16], Array(16).fill(0.5))],
  ['target', tensor([1, 10], Array(10).fill(0.1))],
]);

it('a simulation that is asked to stop leaves nothing, not even the folders that it made', async () => {
  const out = join(folder, 'new', 'simulation');
  const part = join(out, '.relaxon.building', 'messages.jsonl.part');
  const { code, stdout, stderr } = await relaxon(
    // Longer than anybody waits.
    ['simulate', network, '--input', input, '--steps', '1000000000', '--out', out],
    {
      onStart: (child) => {
        const timer = setInterval(() => {
          if (existsSync(part) && child.kill('SIGINT')) clearInterval(timer);
        }, 20);
      },
    },
  );
  expect(stderr).toMatch(/^stopping; [^\n]+\nrelaxon: interrupted; [^\n]+\n$/);
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(readdirSync(folder).sort()).toEqual(['input.safetensors', 'net.json']);
});
