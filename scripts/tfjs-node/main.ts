import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { RelaxonError } from '../../src/errors.js';
import { type InstallOptions, install } from './install.js';
import { tensorflowVersion } from './source.js';
import { saying } from './step.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
let interrupted = false;

// What runs meanwhile ends by it, too; what is half done is taken away before we do.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted = true;
  });
}

new Command('npm run tfjs-node --')
  .description(
    'Makes the native backend work where the package @tensorflow/tfjs-node could not fetch its binary: installs it without ' +
      'its install script, builds its binding against a libtensorflow, and multiplies two matrices. Does nothing where it works. ' +
      'Needs a compiler for C++, and a libtensorflow: that of --libtensorflow, of an installed Python TensorFlow (2.12 or newer), or ' +
      `that in the wheel of TensorFlow ${tensorflowVersion}, which pip downloads (some 270 MB, 0.9 GB unpacked, kept in the cache folder).`,
  )
  .option(
    '--libtensorflow <dir>',
    'a folder with libtensorflow and include/: an unpacked archive for C, or site-packages/tensorflow',
  )
  .option('--python <path>', 'the Python that may have TensorFlow, and that has pip', 'python3')
  .option(
    '--nodedir <dir>',
    "a folder with include/node/node_api.h (default: beside this Node, else npm's node-api-headers)",
  )
  .action((options: InstallOptions) => {
    try {
      install(root, options, saying());
    } catch (error) {
      if (!(error instanceof RelaxonError)) throw error;
      process.stderr.write(`${error.message}\n`);
      // A signal is heard of only now.
      setImmediate(() => process.exit(interrupted ? 130 : 1));
    }
  })
  .parse();
