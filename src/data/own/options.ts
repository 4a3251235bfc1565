import { z } from 'zod';

const text = z.string('a text').min(1, 'a text');
const columns = z
  .array(text, 'a list of names or numbers of columns')
  .min(1, 'at least one column')
  .readonly();

/** What targets are: classes, or numbers. */
export const tasks = { classes: 'classes', regression: 'regression' } as const;

/** What targets are. */
export type Task = keyof typeof tasks;

/** How data of one's own are read, as a configuration has it. All of it may be left out. */
export const dataOptionsSchema = z.strictObject({
  /** Columns that are inputs, by name or number (from 1, or `2-5`); of a file of arrays the array's name. All others, if not given. */
  inputColumns: columns.optional(),
  /** Columns that are targets, or the array's name. The last column, if not given. */
  target: columns.optional(),
  /** The file with the targets, where each array is in a file of its own. */
  targetFile: text.optional(),
  task: z.enum(['classes', 'regression'], 'classes or regression').optional(),
  /** What to be judged by, in a file or folder of its own. */
  test: text.optional(),
  testTargetFile: text.optional(),
  /** Otherwise such a share of the samples. */
  testShare: z.number('a share above 0 and below 1').gt(0, 'above 0').lt(1, 'below 1').optional(),
  /** Which samples these are follows from this, not from the seed of a run. */
  splitSeed: z.int('a whole number').optional(),
  /** What stands between the fields of a text table; found out, if not given. */
  delimiter: z.string('one character').length(1, 'one character').optional(),
});

/** How data of one's own are read. */
export type DataOptions = z.infer<typeof dataOptionsSchema>;

/** What is judged by where nothing is said. */
export const standardSplit = { testShare: 0.2, splitSeed: 1 } as const;
