import { resolve } from 'node:path';
import { Command } from 'commander';
import { exitCode } from '../../src/cli/exit.js';
import { RelaxonError, refuse } from '../../src/errors.js';
import { describePeer } from '../python.js';
import { basePython } from './base-python.js';
import { Environment, environmentNames, FOLDER_VARIABLE, peersFolder } from './environments.js';
import { abandon, install } from './install.js';
import { peerNames, peers } from './list.js';

interface Options {
  readonly only?: readonly string[];
  readonly folder?: string;
  readonly python?: string;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function installPeers({ only, folder, python }: Options): Promise<void> {
  const asked = new Set(only?.map(environmentOf) ?? environmentNames());
  // Whatever is asked about peers from here on looks there.
  if (folder !== undefined) process.env[FOLDER_VARIABLE] = resolve(folder);
  say(`environments in ${peersFolder()}`);
  let made: string | undefined;
  for (const name of asked) {
    const environment = new Environment(name);
    if (!environment.current) made ??= basePython(python);
    const outcome = await install(environment, made ?? '', say);
    if (outcome === 'failed') process.exitCode = 1;
    else for (const line of imports(name)) say(line);
  }
}

/** An environment, or that of a peer. */
function environmentOf(name: string): string {
  if (environmentNames().includes(name)) return name;
  const peer = peerNames.find((known) => known === name);
  return peer ? peers[peer].environment : refuseUnknown(name);
}

function refuseUnknown(name: string): never {
  const all = [...new Set([...environmentNames(), ...peerNames])];
  return refuse({ where: 'bench:peers --only', got: name, expected: `one of ${all.join(', ')}` });
}

/** Whether the peers of an environment can be used, a line for each. */
function imports(environment: string): string[] {
  return peerNames
    .filter((name) => peers[name].environment === environment)
    .map((name) => `${environment}: ${describePeer(name)}`);
}

const program = new Command('npm run bench:peers --')
  .description(
    'Makes virtual environments outside of the repository and installs in them what the benchmark compares with: an ' +
      'environment for each file of bench/peers/requirements. What does not install is said with its reason, and the rest ' +
      'goes on (the exit code is 1 then). Run again, it does nothing for environments whose requirements are the same.',
  )
  .option(
    '--only <name...>',
    `only these environments (${environmentNames().join(', ')}), or those of these peers`,
  )
  .option(
    '--folder <path>',
    `where to (default: ${peersFolder()}); the benchmark looks there or where ${FOLDER_VARIABLE} says`,
  )
  .option('--python <path>', 'the Python to make them by (default: the newest of 3.13, 3.12, 3.11 here)')
  .exitOverride()
  .action(installPeers);

process.on('exit', abandon);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof RelaxonError) process.stderr.write(`bench:peers: ${error.message}\n`);
  else if (exitCode(error) === 1) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = exitCode(error);
}
