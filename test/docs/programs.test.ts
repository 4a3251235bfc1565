import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, it } from 'vitest';
import { blocksOf } from '../../scripts/tutorial/blocks.js';
import { programs, programText } from './pages/programs.js';
import { pages, root, textOf } from './pages/steps.js';

// Below the sources, where the compiler finds packages.
const folder = join(root, 'node_modules', '.cache', `relaxon-programs-${process.pid}`);
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('every block of TypeScript is part of a program', () => {
  for (const page of [...pages, 'docs/tutorial.md']) {
    const blocks = blocksOf(textOf(page)).filter(({ language }) => language === 'ts');
    const taken = programs.filter((one) => one.page === page).flatMap((one) => one.blocks);
    expect(taken, page).toEqual([...blocks.keys()]);
  }
});

it('the compiler has nothing against the programs of the pages', () => {
  const names = programs.map((program, k) => {
    const file = join(folder, `program-${k}.ts`);
    writeFileSync(file, programText(program));
    return file;
  });
  const wrong = join(folder, 'wrong.ts');
  writeFileSync(wrong, "import { matrix } from 'relaxon';\n\nmatrix('one');\n");
  const compiled = ts.createProgram([...names, wrong], {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node'] },
    ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 },
    ...{ paths: { relaxon: [join(root, 'src/index.ts')] } },
  });
  const complaints = (file: string) =>
    ts
      .getPreEmitDiagnostics(compiled, compiled.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  for (const [k, name] of names.entries()) expect(complaints(name), programs[k].page).toEqual([]);
  expect(complaints(wrong)).toHaveLength(1);
});
