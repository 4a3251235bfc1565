import { describe, expect, it } from 'vitest';
import { auditOnTensors } from '../../../src/lab/audit/batched-audit.js';
import { auditRule } from '../../../src/lab/audit/index.js';
import { watchedRun } from '../../../src/lab/audit/whole-layers.js';
import { precise } from '../../../src/lab/measurements/float64.js';
import { type Matrix, matrixOf } from '../../../src/lab/measurements/matrix.js';
import { parseNetwork } from '../../../src/network/parse.js';
import type { ArNames } from '../../../src/rules/ar-terms.js';
import { bp } from '../../../src/rules/bp.js';
import { dfa } from '../../../src/rules/dfa.js';
import type { Formula, Statement, Term } from '../../../src/rules/rule.js';
import { phased } from '../../../src/sim/phased.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import type { BackpropagationRule, PhasedRule, Rule } from '../../../src/sim/rule.js';
import { rules } from '../../../src/sim/rules.js';
import { graphs } from '../../graphs/networks.js';
import { graphsOfRules } from '../../graphs/rules/graphs.js';
import { fewCombinations, ruleOf } from '../../sim/events/phases/settings.js';
import { changed, honest as honestly, saying } from './cheats.js';

type DirectNames = { state: 'rate' | 'slope' | 'delta'; says: { up: 'rate'; direct: 'error' } };

const relaxation = relaxationOf({ solver: 'euler', steps: 3, stepSize: 0.3 });
const conv = { type: 'conv2d', filters: 2, activation: 'tanh' };
const cnn = parseNetwork({
  inputs: { image: [6, 6, 1] },
  nodes: {
    c1: { ...conv, kernel: 3, padding: 1, from: ['image'] },
    largest: { type: 'maxPool2d', kernel: 2, from: ['c1'] },
    c2: { ...conv, kernel: 2, from: ['largest'] },
    means: { type: 'meanPool2d', kernel: 2, from: ['c2'] },
    flat: { type: 'flatten', from: ['means'] },
    g: { type: 'dense', units: 2, activation: 'sigmoid', from: ['image'] },
    m: { type: 'multiply', from: ['flat', 'g'] },
    out: { type: 'dense', units: 2, from: ['m'] },
  },
  outputs: { out: { loss: 'mse' } },
  init: { bias: { type: 'normal', sd: 0.3 } },
});

describe('backpropagation', () => {
  it.each(Object.entries(graphs))(
    'is what it declares, and findings there are none: %s',
    (_, description) => {
      const { asDeclared, findings, undeclared } = auditRule(rules.bp, relaxation, parseNetwork(description));
      expect({ asDeclared, findings, undeclared }).toEqual({
        asDeclared: true,
        findings: [],
        undeclared: [],
      });
    },
  );

  it('of a CNN reads this, of these', () => {
    const rows = auditRule(rules.bp, relaxation, cnn).readings.map(
      ({ update, reads, level, where, senders }) =>
        `${update}: ${reads} L${level} of ${where.join(' ')}${senders.length > 0 ? ` from ${senders.join(' ')}` : ''}`,
    );
    expect(rows.sort()).toEqual(
      [
        'forward activity: weight L0 of c1 c2 g out from image largest m',
        'forward activity: bias L0 of c1 c2 g out',
        'output error: target L0 of out',
        "error signal: f' of the forward sweep L1 of out m g means c2 largest c1",
        'error signal: order of layers L2 of out m means c2 largest from m g means c2 largest c1',
        'error signal: weight L3 of out c2 from m largest',
        'error signal: product with the turned matrix L4 of out c2 from m largest',
        'error signal: slope towards a port L1 of m largest from g means c1',
        'weight: error signal L0 of out g c2 c1',
        // Of those that hear the stimulus, nothing is kept.
        'weight: forward activity L1 of out c2 from m largest',
        'weight: shared weight L3 of c2 c1',
      ].sort(),
    );
  });
});

it('any rule, as whole layers run it, hears, says and learns over synapses alone', () => {
  for (const description of Object.values(graphsOfRules))
    for (const one of fewCombinations)
      expect(findingsOf(ruleOf(one), parseNetwork(description)), ruleOf(one).name).toEqual([]);
  for (const solver of ['closed-form', 'equilibrium'])
    expect(findingsOf(rules.ar, cnn, relaxationOf({ solver, steps: 3, stepSize: 0.3 }))).toEqual([]);
});

function findingsOf(rule: Rule, network = cnn, how = relaxationOf({ solver: 'euler' }), computes = precise) {
  const found = new Set<string>();
  watchedRun(rule, how, { network, seed: 1 }, { report: (finding) => void found.add(finding), computes });
  return [...found];
}

/** Each number where the next one stands. */
const moved = ({ shape, data }: Matrix): Matrix =>
  matrixOf(
    shape,
    data.map((_, k) => data[(k + 1) % data.length]),
  );
/** One number more in it. */
const with1 = (matrix: Matrix, by: number): Matrix =>
  matrixOf(
    matrix.shape,
    matrix.data.map((x, k) => (k === 0 ? x + by : x)),
  );

describe('a device that does not keep to synapses is caught:', () => {
  const tampered: readonly (readonly [string, Partial<typeof precise>, RegExp])[] = [
    [
      'a convolution that goes back over the weight of another neuron',
      { convolveBack: (a, filters, window) => precise.convolveBack(a, moved(filters), window) },
      /^largest\[\d+\] hears .* from c2 above, and synapses carry /,
    ],
    [
      'a convolution that sees a place beyond its kernel',
      {
        convolve: (a, filters, window) => with1(precise.convolve(a, filters, window), a.data[a.columns - 1]),
      },
      /^c1\[0\] hears .* from below, and synapses carry /,
    ],
    [
      'a filter that learns from the error of another neuron',
      { convolveProducts: (pre, post, window) => precise.convolveProducts(pre, moved(post), window) },
      /^c2\.weight\[\d+\] learns .* at c2, and synapses carry /,
    ],
    [
      'a pool whose winner is not its own',
      { winners: (a, grouping) => moved(precise.winners(a, grouping)) },
      /^c1\[\d+\] hears .* from largest above, and synapses carry /,
    ],
    [
      'a pool that hears of another window',
      { maxOver: (a, grouping) => moved(precise.maxOver(a, grouping)) },
      /^largest\[\d+\] hears .* from below, and synapses carry /,
    ],
    [
      'a mean over more than its window',
      { sumOver: (a, grouping) => with1(precise.sumOver(a, grouping), 0.1) },
      /^means\[0\] hears .* from below, and synapses carry /,
    ],
    [
      'a mean that tells another window',
      { spreadOver: (a, grouping, times) => moved(precise.spreadOver(a, grouping, times)) },
      /^c2\[\d+\] hears .* from means above, and synapses carry /,
    ],
    [
      'a dense layer that goes back over the weights of another neuron',
      { matMul: (a, b) => precise.matMul(a, moved(b)) },
      /^m\[\d\] hears .* from out above, and synapses carry /,
    ],
    [
      'a weight that learns from the error of another neuron',
      { transposedMatMul: (a, b) => precise.transposedMatMul(moved(a), b) },
      /^(out|g)\.weight\[\d+\] learns .* and synapses carry /,
    ],
    [
      'the bias of another neuron',
      { addRow: (a, row) => precise.addRow(a, moved(row)) },
      /^c1\[\d+\] begins at .* with its bias, and synapses carry /,
    ],
  ];

  it.each(tampered)('%s', (_, odd, finding) => {
    const computes = { ...precise, ...odd };
    const { findings } = auditOnTensors(rules.bp, relaxation, [{ network: cnn, seed: 1 }], computes);
    expect(findings).toContainEqual(expect.stringMatching(finding));
    expect(findings).toContainEqual(expect.stringMatching(/comes out otherwise than by the equations/));
  });

  it('and nobody, where nothing was changed', () => {
    expect(auditOnTensors(rules.bp, relaxation, [{ network: cnn, seed: 1 }]).findings).toEqual([]);
  });

  it('under any rule by which messages come down', () => {
    const winners: typeof precise.winners = (a, grouping) => moved(precise.winners(a, grouping));
    const network = parseNetwork(graphsOfRules['a CNN']);
    const telling = fewCombinations.filter(
      ({ family, chosen }) => family.name !== 'dfa' && chosen.derivative !== 'none',
    );
    for (const rule of telling.map(ruleOf)) {
      const found = findingsOf(rule, network, relaxationOf({ solver: 'euler' }), { ...precise, winners });
      expect(found, rule.name).toContainEqual(
        expect.stringMatching(/^c1\[\d+\] hears .* from largest above/),
      );
    }
  });
});

describe('direct synapses from the outputs', () => {
  const both = parseNetwork({
    inputs: { x: [5] },
    nodes: {
      h: { type: 'dense', units: 4, activation: 'tanh', from: ['x'] },
      one: { type: 'dense', units: 2, from: ['h'] },
      other: { type: 'dense', units: 1, activation: 'tanh', from: ['h'] },
    },
    outputs: { one: { loss: 'mse' }, other: { loss: 'mse' } },
  });
  // Their weights learn, too.
  const learning: PhasedRule = {
    ...phased(dfa),
    rule: changed(phased(dfa).rule, (one) => {
      if (one.kind !== 'learn') return one;
      const term: Term<DirectNames, 'direct'> = { pre: (_, heard) => heard.error, post: (_, n) => n.rate };
      return { ...one, terms: { ...one.terms, direct: [term] } } as unknown as Statement;
    }),
  };
  // No other weight here is [4, 3].
  const isDirect = ({ rows, columns }: Matrix) => rows === 4 && columns === 3;
  const found = (odd: Partial<typeof precise>) =>
    findingsOf(learning, both, relaxation, { ...precise, ...odd });

  it('carry what they are held to, and learn it', () => {
    expect(found({})).toEqual([]);
  });

  it('that carry over the weights of another neuron are caught', () => {
    const odd = found({
      matMulTransposed: (a, b) => precise.matMulTransposed(a, isDirect(b) ? moved(b) : b),
    });
    expect(odd).toContainEqual(
      expect.stringMatching(/^h\[\d\] hears .* from the outputs, and synapses carry /),
    );
  });

  it('that take one output for another are caught', () => {
    const odd = found({ concat: (parts) => precise.concat([...parts].reverse()) });
    expect(odd).toContainEqual(
      expect.stringMatching(/^h\[\d\] hears .* from the outputs, and synapses carry /),
    );
  });

  it('that learn from another sample are caught', () => {
    const odd = found({
      transposedMatMul: (a, b) => {
        const made = precise.transposedMatMul(a, b);
        return isDirect(made) ? precise.transposedMatMul(moved(a), b) : made;
      },
    });
    expect(odd).toContainEqual(
      expect.stringMatching(/^h\.direct\[\d+\] learns .* at h, and synapses carry /),
    );
  });
});

describe('the audit of a rule on the event engine watches whole layers, too:', () => {
  const everything = fewCombinations.filter(({ family }) => family.name !== 'bp').map(ruleOf);

  it.each(everything)('$name', (rule) => {
    const { findings, layers } = auditRule(rule, relaxation, cnn);
    expect({ findings, layers }).toEqual({ findings: [], layers: { watched: true } });
  });

  it.each([{}, { schedule: 'asynchronous' }, { duration: 2 }, { solver: 'equilibrium' }])('ar %j', (how) => {
    const network = parseNetwork(graphsOfRules['a residual net with layer norm']);
    const { findings, layers } = auditRule(
      rules.ar,
      relaxationOf(how),
      'duration' in how ? undefined : network,
    );
    expect({ findings, layers }).toEqual({ findings: [], layers: { watched: true } });
  });

  it('and says why they are not, where only messages are', () => {
    const { asDeclared, layers } = auditRule(rules.ar, relaxationOf({ messages: 'threshold', quantum: 0.1 }));
    const reason = expect.stringContaining('only the event engine has messages');
    expect({ asDeclared, layers }).toEqual({ asDeclared: true, layers: { watched: false, reason } });
  });

  it('who computes otherwise in whole layers only is caught', () => {
    const sly: Formula<ArNames> = (m, n, signals) =>
      ArrayBuffer.isView((n.x as unknown as Partial<Matrix>).data) ? n.x : honestly(m, n, signals);
    const { asDeclared, findings } = auditRule(saying(sly));
    expect({ asDeclared, findings }).toEqual({
      asDeclared: false,
      findings: [expect.stringMatching(/ of whole layers comes out otherwise than by the equations/)],
    });
  });
});

describe('backpropagation that cheats is caught:', () => {
  const equal = parseNetwork({
    input: [3],
    layers: [1, 2, 3].map(() => ({ type: 'dense', units: 3, activation: 'tanh' })),
    loss: 'mse',
  });
  const honest: Formula = (m, n) => m.mul(m.add(n.apical.delta, n.errorAt(n.rate)), n.slope);
  const cheating = (formula: Formula): BackpropagationRule => {
    const rule = changed(bp.of({}), (one) =>
      one.kind === 'set' && 'delta' in one.values
        ? ({ ...one, values: { delta: formula } } as unknown as Statement)
        : one,
    );
    return { ...rules.bp, inPhases: () => ({ ...rules.bp.inPhases(), rule }) };
  };

  it('an error that is multiplied by what another neuron holds', () => {
    let other: unknown;
    const gossiping: Formula = (m, n, signals) => {
      const mine = honest(m, n, signals);
      const theirs = (other ?? n.rate) as typeof n.rate;
      other = n.rate;
      return m.mul(mine, theirs);
    };
    expect(findingsOf(cheating(gossiping), equal)).toContain(
      'layers.1 and layers.2 are joined, and no synapse is in between',
    );
  });

  it('a number that it keeps between calls', () => {
    let calls = 0;
    const drifting: Formula = (m, n, signals) => m.mul(honest(m, n, signals), 1 + calls++ / 1000);
    const { findings } = auditOnTensors(cheating(drifting), relaxation, [{ network: equal, seed: 1 }]);
    expect(findings).toContainEqual(expect.stringMatching(/comes out otherwise than by the equations/));
  });

  it('and not, where it is honest', () => {
    expect(auditRule(cheating(honest), relaxation, equal)).toMatchObject({ asDeclared: true, findings: [] });
  });
});
