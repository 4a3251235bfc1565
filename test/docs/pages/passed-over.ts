/** Commands that are shown and that the tests of the docs do not run, and why. */
export interface PassedOver {
  readonly page: string;
  /** How they begin, or all of it. */
  readonly command: string;
  readonly why: string;
  /** The file that runs it, where one does, and what it says there. */
  readonly runBy?: readonly [file: string, words: string];
}

const inCi = (words: string) => ({ runBy: ['.ci/run', words] as const });
const slurm = {
  ...{ why: 'a Slurm of its own is needed', runBy: ['scripts/sweep-slurm.ts', "'--slurm'"] as const },
};
const webgpu = {
  ...{ why: 'packages that are not ours are needed', runBy: ['test/cli/webgpu.test.ts', 'webgpu'] as const },
};
const bench = {
  why: 'measuring takes minutes to an hour',
  runBy: ['test/bench/command.test.ts', 'bench/main.ts'] as const,
};
const other = {
  ...{
    why: 'another commit is needed',
    runBy: ['test/bench/against.test.ts', 'bench/against/main.ts'] as const,
  },
};
const install = 'npm install webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0';
const swiftshader =
  'VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json relaxon info --backend webgpu';

export const passedOver: readonly PassedOver[] = [
  { page: 'README.md', command: 'npm ci && npm start', why: 'it takes two minutes', ...inCi('npm start') },
  { page: 'README.md', command: 'npm cit', why: 'the tests are what it runs', ...inCi('npm cit') },
  { page: 'README.md', command: 'npm run bench', ...bench },
  { page: 'bench/README.md', command: 'npm run bench:peers', why: 'gigabytes are installed' },
  { page: 'bench/README.md', command: 'npm run bench:against', ...other },
  { page: 'bench/README.md', command: 'git worktree add', ...other },
  { page: 'bench/README.md', command: 'npm run bench', ...bench },
  { page: 'bench/README.md', command: 'npm run -s bench', ...bench },
  {
    page: 'docs/backends.md',
    command: 'npm run tfjs-node',
    why: 'it builds a binding',
    ...inCi('npm run -s tfjs-node'),
  },
  { page: 'docs/backends.md', command: install, ...webgpu },
  { page: 'docs/backends-webgpu.md', command: install, ...webgpu },
  { page: 'docs/backends-webgpu.md', command: 'apt-get install', ...webgpu },
  { page: 'docs/backends-webgpu.md', command: swiftshader, ...webgpu },
  { page: 'docs/sweeps.md', command: 'relaxon sweep sweep.json --out on-slurm --slurm', ...slurm },
  { page: 'docs/sweeps.md', command: 'relaxon sweep status on-slurm', ...slurm },
  { page: 'docs/sweeps.md', command: 'relaxon sweep resume on-slurm --slurm', ...slurm },
];

export const isPassedOver = (page: string, line: string): boolean =>
  passedOver.some((one) => one.page === page && line.startsWith(one.command));
