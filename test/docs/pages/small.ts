/** How commands of each kind are made small: options put at their end, where the last one counts. None changes what they do. */
const smaller: Readonly<Record<string, readonly string[]>> = {
  train: ['--epochs', '1', '--limit-train-batches', '2', '--limit-test-samples', '20'],
  stream: ['--images', '8', '--limit-test-samples', '20'],
  gradcheck: ['--numbers', '2', '--batch-size', '1'],
};

/** And of options that such a command has. */
const smallerWith: Readonly<Record<string, readonly string[]>> = {
  '--seeds': ['--seeds', '2', '--jobs', '2'],
  // A second epoch, for a schedule's second part.
  '--learning-rate-schedule': ['--epochs', '2'],
};

/** What is put in place of what a page's file has. */
const smallerFiles: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'docs/sweeps.md sweep.json': [
    ['"seeds": 3', '"seeds": 1'],
    ['"limitTrainBatches": 20', '"limitTrainBatches": 1, "limitTestSamples": 20'],
  ],
};

/** A command with as little to do as can be. What goes on with a run has what that run was given. */
export function smallCommand(args: readonly string[]): readonly string[] {
  if (args.includes('--resume')) return args;
  const withOptions = args.flatMap((arg) => smallerWith[arg] ?? []);
  return [...args, ...(smaller[args[0]] ?? []), ...withOptions];
}

/** A file of a page with as little to do as can be. @throws {Error} where the page has something else by now */
export function smallFile(page: string, name: string, text: string): string {
  let made = text;
  for (const [shown, small] of smallerFiles[`${page} ${name}`] ?? []) {
    if (!made.includes(shown)) throw new Error(`${page}: no ${shown} in ${name}`);
    made = made.replace(shown, small);
  }
  return made;
}
