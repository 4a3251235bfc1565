import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { vi } from 'vitest';
import { blocksOf } from '../../../scripts/tutorial/blocks.js';
import { root, textOf } from './steps.js';

/** A program of a page, in TypeScript: blocks of it, one after the other, and what they take for granted. */
export interface Program {
  readonly page: string;
  /** Which of the page's blocks, from 0. */
  readonly blocks: readonly number[];
  /** What its reader has before them: imports, and a network, parameters, ... of their own. */
  readonly given?: string;
  /** Why it is read by the compiler and not run, where that is so. */
  readonly notRun?: string;
}

const small = `
const network = parseNetwork({
  inputs: { image: [3] },
  nodes: {
    h1: { type: 'dense', units: 4, activation: 'tanh', from: ['image'] },
    out: { type: 'dense', units: 2, from: ['h1'] },
  },
  outputs: { out: { loss: 'mse' } },
});
const parameters = initialParameters(network, 1);
const batch = { size: 1, inputs: { image: matrix([[1, -0.5, 0.25]]) }, targets: { out: matrix([[1, 0]]) } };
`;
const basics = 'initialParameters, matrix, parseNetwork';
const simulator = `${small}\nconst simulator = new EventSimulator(network, parameters);`;
const tutorial = 'scripts/tutorial.ts runs it';
const added = (page: string, name: string): Program => ({
  ...{ page: `docs/adding-a${page}.md`, blocks: [0, 1], given: `import { ${name} } from 'relaxon';` },
});

/** Every program of the pages. */
export const programs: readonly Program[] = [
  { page: 'README.md', blocks: [0] },
  added('-data-set', 'addDataSet'),
  { ...added('-feedback-pathway', 'addFeedback, arVariant, variantOf'), blocks: [0, 1, 2] },
  added('-loss', 'addLoss'),
  added('n-activation', 'addActivation'),
  {
    page: 'docs/adding-a-rule.md',
    blocks: [0, 1, 2],
    given: `import { addRule, EventSimulator, ${basics}, phased, relaxationOf } from 'relaxon';\n${simulator}`,
  },
  {
    page: 'docs/adding-an-optimiser.md',
    blocks: [0, 1],
    given: `import { EventSimulator, ${basics}, optimiser, relaxationOf, rules } from 'relaxon';\n${simulator}
const rule = rules.ar;
const relaxation = relaxationOf();`,
  },
  {
    page: 'docs/backends-webgpu.md',
    blocks: [0],
    given: `import { createSimulator, ${basics}, relaxationOf, rules } from 'relaxon';\n${small}
const presentation = { rule: rules.ar, relaxation: relaxationOf(), learningRate: 0.1 };`,
    notRun: 'packages that are not ours are needed',
  },
  { page: 'docs/own-data.md', blocks: [0] },
  { page: 'docs/own-data.md', blocks: [1] },
  {
    page: 'docs/plugins.md',
    blocks: [0],
    given: `import type { Activation } from 'relaxon';
const xTanh: Activation = {
  rate: (m, a) => m.tanh(a),
  slope: (m, a) => m.affine(m.mul(m.tanh(a), m.tanh(a)), -1, 1),
  steepest: 1,
};
const yTanh = xTanh;`,
  },
  {
    page: 'docs/streams.md',
    blocks: [0],
    given: `import { of } from 'rxjs';
import { ${basics}, LiveSimulator } from 'relaxon';
const layers = [4, 4, 3, 2].map((units) => ({ type: 'dense', units, activation: 'tanh' }));
const network = parseNetwork({ input: [3], layers });
const stimuli = of({ time: 0, inputs: { input: Float64Array.of(1, 0, -1) } });`,
  },
  {
    page: 'docs/watching.md',
    blocks: [0],
    given: `import { EventSimulator, ${basics} } from 'relaxon';\n${simulator}`,
  },
  { page: 'docs/tutorial.md', blocks: [0], notRun: tutorial },
  { page: 'docs/tutorial.md', blocks: [1], notRun: tutorial },
];

export function programText({ page, blocks, given = '' }: Program): string {
  const all = blocksOf(textOf(page)).filter(({ language }) => language === 'ts');
  return [given, ...blocks.map((k) => all[k].text), 'export {};'].join('\n\n');
}

const places = [
  ["from 'relaxon'", join(root, 'src/index.ts')],
  ["from 'rxjs'", createRequire(import.meta.url).resolve('rxjs')],
] as const;

/** Runs the programs of a page in its folder, with the sources in place of the package. */
export async function runPrograms(page: string, folder: string): Promise<void> {
  for (const [k, program] of programs.entries()) {
    if (program.page !== page || program.notRun !== undefined) continue;
    const file = join(folder, `program-${k}.ts`);
    const text = places.reduce(
      (made, [from, path]) => made.replaceAll(from, `from ${JSON.stringify(path)}`),
      programText(program),
    );
    writeFileSync(file, text);
    const quiet = vi.spyOn(console, 'log').mockReturnValue();
    await import(file).finally(() => quiet.mockRestore());
  }
}
