import { Command } from 'commander';
import { catalogue, dataPath, dataStatus, fetchDataSet } from '../../data/index.js';
import { interruptible } from '../interrupt.js';
import { loadingWithProgress } from '../loading.js';
import { print, table } from '../output.js';

interface Output {
  readonly json?: boolean;
}

/** `relaxon data list|fetch|path`. */
export function dataCommand(): Command {
  const data = new Command('data').description(
    'Data sets. They are looked for in RELAXON_DATA, then in a per-user cache, and downloaded into the cache.',
  );
  data
    .command('list')
    .description('list the data sets, and which of their files are here')
    .option('--json', 'print the list as JSON')
    .action(listAction);
  data
    .command('fetch')
    .description('download a data set unless it is here already; checked against its published checksum')
    .argument('<name>', `one of ${Object.keys(catalogue).join(', ')}`)
    .option('--json', 'print the paths as JSON')
    .action(fetchAction);
  data
    .command('path')
    .description('print the folder that a data set is in, or would be downloaded to')
    .argument('<name>', `one of ${Object.keys(catalogue).join(', ')}`)
    .option('--json', 'print the path as JSON')
    .action(async (name: string, { json }: Output) => {
      const path = await dataPath(name);
      print(json, { name, path }, () => path);
    });
  for (const command of data.commands) command.exitOverride();
  return data;
}

async function listAction({ json }: Output): Promise<void> {
  const sets = await Promise.all(
    Object.keys(catalogue).map(async (name) => ({ name, files: await dataStatus(name) })),
  );
  const rows = sets.flatMap(({ name, files }) =>
    files.length === 0
      ? [[name, '', 'built in']]
      : files.map(({ file, path, bytes }) => [name, path ?? file, path ? `${bytes} bytes` : 'missing']),
  );
  print(json, { sets }, () => table([['data set', 'file', 'state'], ...rows]));
}

async function fetchAction(name: string, { json }: Output): Promise<void> {
  await interruptible(async (signal) => {
    const { options, stop } = loadingWithProgress(signal);
    try {
      const paths = await fetchDataSet(name, options);
      print(json, { name, paths }, () => paths);
    } finally {
      stop();
    }
  });
}
