import { alternate } from '../alternate.js';
import { Child } from '../children/child.js';
import { withChildren } from '../children/together.js';
import { type Figure, type Measurement, measured, missing, ratios } from '../measurement.js';
import { secondsText } from '../number-text.js';
import { infoText, peerScript, pythonWith, withoutModule } from '../python.js';
import { median } from '../statistics.js';
import { minibatchWorker } from './worker.js';

const figures: readonly Figure[] = [
  {
    key: 'batched.pytorch_over_ar',
    meaning: "one minibatch: PyTorch as the paper's code does it (CPU, one thread) over our ar",
    better: 'larger',
    target: 9,
  },
  {
    key: 'batched.pytorch_hidden_over_ar',
    meaning: 'the same in its leanest form: only hidden layers relax, derivatives taken once',
    better: 'larger',
  },
  {
    key: 'batched.pytorch_bp_over_ar',
    meaning: "one minibatch: PyTorch's autograd backpropagation (CPU, one thread) over our ar",
    better: 'larger',
  },
];

/** A minibatch in PyTorch, beside ours. */
export const pytorch: Measurement = {
  figures,
  measure: ({ effort }) =>
    withChildren(async (children) => {
      const keys = figures.map(({ key }) => key);
      const python = pythonWith('torch');
      if (!python) return missing(keys, withoutModule('torch', 'python3-torch'));
      const script = peerScript(python, 'activation_relaxation.py');
      const theirs = await children.with(Child.start('PyTorch', script));
      const { child: ours } = await minibatchWorker(children);
      const seconds = await alternate(
        {
          whole: theirs.child.contestant('ar'),
          ours: ours.contestant('ar'),
          hidden: theirs.child.contestant('ar_hidden'),
          bp: theirs.child.contestant('bp'),
        },
        effort,
      );
      const against = (times: readonly number[]) =>
        measured(
          ratios(times, seconds.ours),
          `PyTorch ${secondsText(median(times))}, ours ${secondsText(median(seconds.ours))}; ${infoText(theirs.info)}`,
        );
      const [whole, hidden, bp] = keys;
      return {
        [whole]: against(seconds.whole),
        [hidden]: against(seconds.hidden),
        [bp]: against(seconds.bp),
      };
    }),
};
