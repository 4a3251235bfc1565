import type { Command } from 'commander';
import { refuse } from '../../errors.js';
import { holdsSeeds } from '../../lab/seeds/manifest.js';
import { findParent } from '../../lab/seeds/parent.js';
import { interruptible, interruptibleBy } from '../interrupt.js';
import { type TrainOptions, trainOptions } from '../train/options.js';

/** `relaxon train`: a training run in a directory of its own, or many with a seed each. */
export function trainCommand(): Command {
  return trainOptions().action(async (network: string | undefined, options: TrainOptions) => {
    const parent = findParent();
    // Each way loads what it needs once a signal is heard.
    if (parent) {
      await interruptibleBy(parent, async (signal) => {
        const { trainOneOfMany } = await import('../train/of-many.js');
        return trainOneOfMany(options, parent, signal);
      });
    } else if (isMany(options)) {
      await interruptible(async (signal) => {
        const { trainMany } = await import('../train/many.js');
        return trainMany(network, options, signal);
      });
    } else {
      await interruptible(async (signal) => {
        const { trainOne } = await import('../train/one.js');
        return trainOne(network, options, signal);
      });
    }
  });
}

function isMany({ seeds, jobs, resume }: TrainOptions): boolean {
  if (resume === undefined ? seeds !== undefined : holdsSeeds(resume)) return true;
  if (jobs === undefined) return false;
  return refuse({
    where: '--jobs',
    got: resume === undefined ? 'it without --seeds' : `it for the one run of ${resume}`,
    expected: resume === undefined ? 'runs to do at a time' : 'a directory that train --seeds wrote',
    hint: resume === undefined ? '--seeds 5' : 'without --jobs',
  });
}
