import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors } from '../../src/lab/safetensors/index.js';
import { clusters, npyBytes } from '../data/own/rows.js';
import { idxBytes } from '../data/scratch.js';
import { expectRefusal, expectUsageError } from './refusal.js';
import { contents, workspace } from './workspace.js';

const folder = workspace();
const out = join(folder, 'out');

/** Writes a file. @returns its path */
function file(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

const floats = (...numbers: number[]) => Float32Array.from(numbers);
const doubles = (...numbers: number[]) => Float64Array.from(numbers);
const png = (width: number, height: number, alpha = 255, value = 9) => {
  const image = new PNG({ width, height });
  for (let i = 0; i < width * height; i++) image.data.set([value, value, value, alpha], 4 * i);
  return PNG.sync.write(image);
};
const good = png(3, 2);
const images = (name: string, files: Record<string, Uint8Array | string>) => {
  for (const [path, bytes] of Object.entries(files)) file(join(name, path), bytes);
  return join(folder, name);
};
const table = file('good.csv', clusters(30));
const numbers = (rows: string) => `a,b,y\n${rows}`;
const six = '1,2,x\n2,3,x\n3,4,z\n4,5,z\n5,6,x\n6,7,z\n';
const x = file('x.npy', npyBytes('<f4', [4, 2], floats(1, -2, 3, 4, 5, 6, 7, 8)));
const y = file('y.npy', npyBytes('|u1', [4], Uint8Array.of(0, 1, 0, 1)));

type Case = [what: string, args: string[], says: string[]];

const tables: Case[] = [
  ['a missing file', [join(folder, 'none.csv')], ['none.csv', 'no such file or folder']],
  ['an empty file', [file('empty.csv', '')], ['empty.csv', 'an empty file']],
  ['a file of spaces', [file('blank.csv', ' \n\n')], ['blank.csv', 'an empty file']],
  ['names without rows', [file('header.csv', 'a,b\n')], ['no rows below the first']],
  [
    'numbers instead of names',
    [file('noheader.csv', '5.1,3.5,0\n4.9,3.0,1\n')],
    ['row 1', 'the numbers 5.1, 3.5, 0', 'a first line with names'],
  ],
  [
    'two columns of one name',
    [file('twice.csv', 'a,b,a\n1,2,3\n')],
    ['row 1, column 3', '"a", as in column 1'],
  ],
  ['a column without a name', [file('noname.csv', ',a,y\n0,1,x\n')], ['row 1, column 1', 'no name']],
  [
    'a row too short',
    [file('short.csv', numbers('1,2,x\n1,2\n'))],
    ['row 3', '2 cells', '3, as in the first row'],
  ],
  ['a row too long', [file('long.csv', numbers('1,2,x\n1,2,x,4\n'))], ['row 3', '4 cells']],
  [
    'text where a number is expected',
    [file('text.csv', numbers('1,2,x\n\n3,four,z\n'))],
    ['row 4, column 2 (b)', '"four"', 'a number', '--input-columns'],
  ],
  [
    'a decimal comma',
    [file('comma.csv', 'a;y\n1,5;x\n')],
    ['row 2, column 1 (a)', '"1,5"', 'a decimal point'],
  ],
  [
    'a missing value',
    [file('missing.csv', numbers('1,,x\n2,3,z\n'))],
    ['row 2, column 2 (b)', 'an empty cell'],
  ],
  [
    'a value that is said to be missing',
    [file('na.csv', numbers('1,NA,x\n2,3,z\n'))],
    ['row 2, column 2 (b)', '"NA", a missing value'],
  ],
  [
    'a missing target',
    [file('notarget.csv', numbers('1,2,x\n2,3,\n'))],
    ['row 3, column 3 (y)', 'an empty cell'],
  ],
  [
    'NaN',
    [file('nan.csv', numbers('1,2,x\n2,NaN,z\n'))],
    ['row 3, column 2 (b)', '"NaN"', 'a finite number'],
  ],
  [
    'an infinity',
    [file('inf.csv', numbers('1,-Infinity,x\n'))],
    ['row 2, column 2 (b)', '"-Infinity"', 'a finite number'],
  ],
  [
    'a number beyond float32',
    [file('huge.csv', numbers('1,1e39,x\n'))],
    ['row 2, column 2 (b)', '"1e39"', 'float32'],
  ],
  [
    'a target beyond float32',
    [file('hugey.csv', 'a,y\n1,0.5\n2,-4e38\n3,1\n')],
    ['row 3, column 2 (y)', '"-4e38"', 'float32'],
  ],
  [
    'text among targets that are to be numbers',
    [file('texty.csv', 'a,y\n1,0.5\n2,o.6\n'), '--task', 'regression'],
    ['row 3, column 2 (y)', '"o.6"', 'a number'],
  ],
  [
    'a class that occurs once',
    [file('once.csv', numbers(`${six}7,8,odd\n`))],
    ['row 8, column 3 (y)', 'class "odd" only once', '--test FILE'],
  ],
  [
    'one class only',
    [file('oneclass.csv', numbers('1,2,x\n2,3,x\n'))],
    ['only class "x"', 'at least two classes'],
  ],
  [
    'too many classes',
    [file('many.csv', `a,y\n${Array.from({ length: 300 }, (_, i) => `1,${i}`).join('\n')}\n`)],
    ['300 classes in y', 'at most 256', '--task regression'],
  ],
  ['one row of numbers', [file('one.csv', 'a,y\n1,0.5\n')], ['one sample', 'at least two']],
  ['one column', [file('column.csv', 'a\n1\n2\n')], ['row 1', '"a", a single column', '--delimiter']],
  [
    'another delimiter than is said',
    [table, '--delimiter', ';'],
    ['only 1 columns', 'a column of inputs beside the target'],
  ],
  [
    'a quote that does not end',
    [file('quote.csv', numbers('1,2,"x\n2,3,z\n'))],
    ['row 2', 'a quoted field that does not end'],
  ],
  [
    'text after a quote',
    [file('quoted.csv', numbers('1,2,"x"y\n2,3,z\n'))],
    ['row 2', 'after the end of a quoted field'],
  ],
  ['UTF-16', [file('utf16.csv', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'))], ['UTF-16', 'UTF-8']],
  [
    'bytes that are no UTF-8',
    [file('latin.csv', Buffer.from('a,b\n1,x\n2,\xe9\n', 'latin1'))],
    ['no UTF-8 in line 3'],
  ],
  ['binary data', [file('binary.csv', Uint8Array.of(97, 0, 98))], ['a byte 0', 'a text']],
  [
    'gzip cut short',
    [file('cut.csv.gz', gzipSync('a,b\n1,2\n'.repeat(99)).subarray(0, 20))],
    ['cut.csv.gz', 'gzip'],
  ],
  [
    'an unknown column',
    [table, '--target', 'kinds'],
    ['target', '"kinds"', 'one of length, width, depth, kind', 'Try "kind"'],
  ],
  ['a column number too high', [table, '--input-columns', '1-9'], ['"1-9"', 'a number 1 .. 4']],
  ['a column twice', [table, '--input-columns', '1,length'], ['column 1 (length) twice']],
  [
    'a target that is an input',
    [table, '--input-columns', 'length,kind'],
    ['column 4 (kind), which is an input, too'],
  ],
  [
    'several classes each',
    [table, '--target', 'depth,kind', '--task', 'classes'],
    ['2 columns', 'one column of classes'],
  ],
  [
    'a constant column to be standardised',
    [file('constant.csv', numbers(six.replace(/,\d,/g, ',0.1,'))), '--standardise'],
    ['column b of constant.csv', '0.10000000149', 'numbers that differ'],
  ],
  ['classes to be standardised', [table, '--standardise-targets'], ['targets are classes']],
  ['two scalings', [table, '--standardise', '--normalise'], ['standardise', 'normalise', 'one of both']],
  [
    'a class in the test file that was not trained on',
    [table, '--test', file('other.csv', 'length,width,depth,kind\n1,2,3,setosa\n1,2,3,setos\n')],
    ['other.csv row 3, column 4 (kind)', 'class "setos"', 'setosa, versicolor, virginica'],
  ],
  [
    'a test file without a column',
    [table, '--test', file('less.csv', 'length,width,kind\n1,2,setosa\n')],
    ['less.csv', '"depth"', 'one of length, width, kind'],
  ],
  ['a test file of another kind', [table, '--test', y], ['y.npy', 'got npy, expected csv']],
  ['a test file and a share', [table, '--test', table, '--test-share', '0.5'], ['testShare', 'one of both']],
  ['a share of all', [table, '--test-share', '1'], ['testShare', 'below 1']],
  [
    "a test file's targets without it",
    [table, '--test-target-file', y],
    ['testTargetFile', 'test, whose targets it holds'],
  ],
  ['a file of targets beside a table', [table, '--target-file', y], ['--target-file for CSV']],
  [
    'options of files with a set of the catalogue',
    ['digits', '--target', 'kind'],
    ['dataOptions', 'target with data digits'],
  ],
  [
    'a batch larger than there are samples',
    [table, '--batch-size', '200'],
    ['batchSize', '200', 'at most the 24 training samples of good.csv'],
  ],
];

const arrays: Case[] = [
  [
    'a file of another kind',
    [file('movie.mp4', Uint8Array.of(1, 2, 3, 4))],
    ['movie.mp4', 'another kind', 'NumPy'],
  ],
  ['an empty .npy', [file('empty.npy', '')], ['empty.npy', 'another beginning']],
  [
    'a .npy cut short',
    [file('cut.npy', npyBytes('<f4', [4, 2], floats(1, 2, 3)))],
    ['12 bytes of numbers', '32 for 4 x 2 of <f4'],
  ],
  [
    'Python objects',
    [file('object.npy', npyBytes('|O', [2], floats(1, 2)))],
    ['type |O, Python objects', 'astype'],
  ],
  ['texts', [file('texts.npy', npyBytes('<U3', [2], floats(1, 2)))], ['type <U3, text']],
  [
    'complex numbers',
    [file('complex.npy', npyBytes('<c8', [2], floats(1, 2, 3, 4)))],
    ['type <c8, complex numbers'],
  ],
  [
    'a single number',
    [file('scalar.npy', npyBytes('<f4', [], floats(1)).slice()), '--target-file', y],
    ['scalar.npy'],
  ],
  [
    'no numbers',
    [file('zero.npy', npyBytes('<f4', [0, 2], floats())), '--target-file', y],
    ['0 x 2', 'at least one number'],
  ],
  [
    'NaN in an array',
    [file('nan.npy', npyBytes('<f8', [4, 2], doubles(1, 2, 3, Number.NaN, 5, 6, 7, 8))), '--target-file', y],
    ['nan.npy row 2, column 2', 'NaN'],
  ],
  [
    'NaN in a cube',
    [
      file('cube.npy', npyBytes('<f4', [2, 2, 2], floats(1, 2, 3, 4, 5, Number.NaN, 7, 8))),
      '--target-file',
      y,
    ],
    ['cube.npy sample 2, place 1, 2', 'NaN'],
  ],
  [
    'a number of 64 bits beyond float32',
    [file('big.npy', npyBytes('<f8', [4, 1], doubles(1, 2, 1e300, 4))), '--target-file', y],
    ['row 3, column 1', '1e+300', 'float32'],
  ],
  [
    'images without targets',
    [file('nolabels.npy', npyBytes('<f4', [2, 2, 2], floats(1, 2, 3, 4, 5, 6, 7, 8)))],
    ['2 x 2 x 2', '--target-file'],
  ],
  [
    'another number of targets',
    [x, '--target-file', file('three.npy', npyBytes('|u1', [3], Uint8Array.of(0, 1, 0)))],
    ['3 targets', '4, one for each sample'],
  ],
  ['targets that are not there', [x, '--target-file', join(folder, 'lost.npy')], ['lost.npy']],
  ['a damaged zip', [file('bad.npz', Uint8Array.of(0x50, 0x4b, 3, 4, 9, 9))], ['bad.npz', 'damaged zip']],
  ['a zip without arrays', [file('none.npz', zipSync({ 'a.txt': Uint8Array.of(1) }))], ['no array']],
  [
    'arrays without customary names',
    [
      file(
        'odd.npz',
        zipSync({ 'p.npy': npyBytes('<f4', [1], floats(1)), 'q.npy': npyBytes('<f4', [1], floats(1)) }),
      ),
    ],
    ['arrays p, q', '--input-columns NAME --target NAME'],
  ],
  [
    'tensors of another name',
    [
      file(
        't.safetensors',
        encodeSafetensors([
          ['x', { dtype: 'F32', shape: [2, 1], data: floats(1, 2) }],
          ['y', { dtype: 'U8', shape: [2], data: Uint8Array.of(0, 1) }],
        ]),
      ),
      '--target',
      'z',
    ],
    ['"z"', 'one of x, y'],
  ],
  [
    'IDX cut short',
    [file('a-idx3-ubyte', idxBytes([2, 2, 2], [1, 2, 3])), '--target-file', y],
    ['a-idx3-ubyte', 'bytes', '2 x 2 x 2'],
  ],
  [
    'IDX of a type that is none',
    [file('b-idx1-ubyte', idxBytes([1], [1], 0x0a)), '--target-file', y],
    ['b-idx1-ubyte', '00000a01'],
  ],
  ['no Parquet', [file('no.parquet', 'PAR1nothing of the kind')], ['no.parquet', 'cannot be read']],
];

const folders: Case[] = [
  ['an empty folder', [images('nothing', { '.hidden': '' })], ['no images']],
  [
    'a class without images',
    [images('lonely', { 'a/1.png': good, 'b/.keep': '' })],
    ['lonely/b', 'an empty folder'],
  ],
  [
    'images beside the folders',
    [images('flat', { '1.png': good })],
    ['flat/1.png', 'only folders, one for each class'],
  ],
  ['another kind of file', [images('jpeg', { 'a/1.jpg': good })], ['a/1.jpg', 'PNG images alone']],
  [
    'images that are none',
    [images('fake', { 'a/1.png': 'no image', 'b/1.png': good })],
    ['a/1.png', 'a PNG image'],
  ],
  [
    'images that are damaged',
    [images('damaged', { 'a/1.png': good.subarray(0, 50), 'b/1.png': good })],
    ['a/1.png', 'damaged image'],
  ],
  [
    'images of two sizes',
    [images('sizes', { 'a/1.png': good, 'b/1.png': png(4, 2) })],
    ['b/1.png', '2 x 4 pixels', '2 x 3'],
  ],
  [
    'transparent images',
    [images('clear', { 'a/1.png': png(3, 2, 7), 'b/1.png': good })],
    ['a/1.png row 1, column 1', 'transparent'],
  ],
  [
    'columns of a folder',
    [images('named', { 'a/1.png': good, 'b/1.png': good }), '--target', 'a'],
    ['--target for a folder of images'],
  ],
];

const reals = file('stream-sine.csv', 'x,y\n1,0.5\n2,0.25\n3,1\n');
const before = contents(folder);

describe.concurrent('data of one’s own are refused for', () => {
  // Every eighth in a process of its own.
  const all = [...tables, ...arrays, ...folders].map(([what, args, says], i) => {
    return { what, args: ['train', '--out', `${out}-${i}`, '--data', ...args], says, alone: i % 8 === 0 };
  });
  it.each(all)('$what', async (refusal) => {
    await expectRefusal(refusal);
  });

  it('a delimiter of two characters, and a task that is none', async () => {
    const args = ['train', '--out', out, '--data', table];
    await expectUsageError({
      what: 'delimiter',
      args: [...args, '--delimiter', '::'],
      says: ['one character'],
    });
    await expectUsageError({
      what: 'task',
      args: [...args, '--task', 'class'],
      says: ['classes, regression'],
    });
  });

  it('numbers where a stream counts right answers', async () => {
    const args = ['stream', '--out', out, '--data', reals];
    await expectRefusal({ what: 'stream', args, says: ['stream-sine.csv, whose targets are numbers'] });
  });
});

it('no refusal leaves a trace', () => {
  expect(contents(folder)).toEqual(before);
});
