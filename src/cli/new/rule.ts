/** A rule to start from: errors come down over the forward weights, as backpropagation has them, in messages. */
export const rule = (name: string, identifier: string): string => `import { family, words } from 'relaxon';

// What a neuron keeps (its states), and what is said on each path (its keys). A formula that reads anything else
// does not compile: that is what makes a rule local.
const { say, set, learn, rule } = words<{
  state: 'rate' | 'slope' | 'delta';
  says: { up: 'rate'; down: 'delta' };
}>();

/** As it stands, backpropagation by messages: change a line, and see what \`relaxon agree\` and \`relaxon audit\` say. */
export const ${identifier} = family({
  name: '${name}',
  summary: 'errors come down over the forward weights',
  source: 'own',
  // What is left to choose: here --error-scale on the command line, ruleOptions.errorScale in a config.json.
  options: {
    errorScale: { kind: 'number', default: 1, least: 0, above: true, help: 'errors of outputs are multiplied by it' },
  },
  of: ({ errorScale }) =>
    rule({
      name: '${name}',
      // Synapses that carry messages: up, along the network's projections, and down against them, over the same weights.
      // Over fixed random weights instead, a parameter NODE.feedback: down: { way: 'down', weights: 'feedback' }.
      // Made of the forward weight beside it: down: { way: 'down', ofMate: (m, mate) => m.sign(mate) }.
      paths: { up: { way: 'up' }, down: { way: 'down' } },
      // What the network answers: that state of its outputs, at the end of that phase.
      answer: { phase: 'forward', state: 'rate' },
      phases: [
        {
          name: 'forward',
          // Node after node: each neuron goes through it once it has heard from all below.
          order: 'up',
          talk: [
            // m has the arithmetic, n all that a neuron knows: its states, and what arrived.
            set({ rate: (_, n) => n.stimulus }, 'input'),
            // n.in('rate') is the sum of weight * rate below, and the bias; f is the neuron's activation function.
            set({ rate: (_, n) => n.f(n.in('rate')), slope: (_, n) => n.df(n.in('rate')) }),
            say('up', { rate: 'rate' }),
          ],
        },
        {
          name: 'backward',
          order: 'down',
          talk: [
            // n.apical.delta is the sum of weight * delta above; errorAt is dLoss/drate of an output, and 0 of all others.
            set({
              delta: (m, n) => m.mul(m.add(n.apical.delta, m.mul(errorScale, n.errorAt(n.rate))), n.slope),
            }),
            say('down', { delta: 'delta' }, 'neuron'),
          ],
          // What a synapse adds to its gradient, which the optimiser descends: pre, what it heard, times post, of the neuron
          // that it ends at. Times a gain and its own weight, where you say so: { gain: -1, own: (_, weight) => weight }.
          ends: [learn({ up: [{ pre: (_, heard) => heard.rate, post: (_, n) => n.delta }] })],
        },
      ],
    }),
});
`;
