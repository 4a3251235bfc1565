import { expect, it } from 'vitest';
import { linesOfCode } from '../../scripts/lines.js';

it('counts lines with code on them, not blank ones and not those of comments alone', () => {
  const text = [
    '// a comment',
    "import { x } from './x.js'; // with code before it",
    '',
    '/**',
    ' * A comment of a declaration.',
    ' */',
    'export const y = [',
    '  // between',
    '  x, /* inside */',
    '];',
    'const text = `of',
    '',
    '// three lines`;',
    'const pattern = /\\/\\/ no comment/;',
    '/* before */ y.push(text, pattern);',
    '',
  ].join('\n');
  expect(linesOfCode(text)).toBe(9);
});

it('counts none in what is empty', () => {
  expect([linesOfCode(''), linesOfCode('\n\n'), linesOfCode('// nothing\n')]).toEqual([0, 0, 0]);
});
