// The relaxation phase of one sample after another. Arguments: who (a grain, or `bare` for bare loops), how
// (`sampled` or `trajectory`), sizes with commas between them (about how many feedback synapses, or `paper` for the
// paper's network; each can be asked for by its name), steps.
import { z } from 'zod';
import {
  type Batch,
  grains,
  initialParameters,
  layOut,
  type Network,
  relaxationOf,
} from '../../src/index.js';
import { ar } from '../../src/rules/ar.js';
import { defaultsOf } from '../../src/rules/family.js';
import type { GrainName } from '../../src/synapses/grains.js';
import { serve, type Timed } from '../children/serve.js';
import { BareRelaxation } from './bare.js';
import { TimedEquations } from './equations.js';
import { feedbackSynapses, relaxationMessages } from './messages.js';
import { networkOfSize, paper } from './network.js';
import { imageSamples, randomSamples } from './samples.js';
import type { RelaxationInfo } from './worker.js';

const [who, how, sizes, steps] = z
  .tuple([
    z.enum([...(Object.keys(grains) as GrainName[]), 'bare']),
    z.enum(['sampled', 'trajectory']),
    z.string().transform((text) => text.split(',')),
    z.coerce.number(),
  ])
  .parse(process.argv.slice(2));

const stepSize = 0.1;
const relaxations: Record<string, Timed> = {};
const infos: Record<string, RelaxationInfo> = {};
for (const size of sizes) {
  const network = size === 'paper' ? paper() : networkOfSize(Number(size));
  const { batch, text } = size === 'paper' ? await imageSamples(network, 16) : randomSamples(network, 4);
  const layout = layOut(network);
  relaxations[size] = who === 'bare' ? bare(network, batch) : actors(network, batch, who);
  infos[size] = {
    samples: text,
    synapses: feedbackSynapses(layout),
    messages: relaxationMessages(layout, steps),
  };
}
serve(relaxations, infos);

function actors(network: Network, batch: Batch, grain: GrainName): Timed {
  const rule = ar.of({ ...defaultsOf(ar.options), steps, stepSize });
  const presentation = new TimedEquations(network, initialParameters(network, 1), rule, grain);
  const relaxation = relaxationOf(
    how === 'sampled' ? { solver: 'euler', steps, stepSize } : { duration: steps * stepSize },
  );
  return inTurn(batch.size, (sample) => presentation.relax(batch, sample, relaxation));
}

function bare(network: Network, batch: Batch): Timed {
  const program = new BareRelaxation(network, initialParameters(network, 1));
  const [input] = Object.values(batch.inputs);
  const [target] = Object.values(batch.targets);
  const rowOf = ({ data, shape: [, units] }: typeof input, sample: number) =>
    data.subarray(sample * units, (sample + 1) * units);
  return inTurn(batch.size, (sample) => {
    program.sweep(rowOf(input, sample), rowOf(target, sample));
    const start = performance.now();
    program.relax(steps, stepSize);
    return (performance.now() - start) / 1000;
  });
}

/** Presents samples in turn, over and over. @param present gives the seconds that count */
function inTurn(samples: number, present: (sample: number) => number): Timed {
  let next = 0;
  return (repeats) => {
    let seconds = 0;
    for (let i = 0; i < repeats; i++) {
      seconds += present(next);
      next = (next + 1) % samples;
    }
    return seconds;
  };
}
