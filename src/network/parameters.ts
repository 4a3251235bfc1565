import { nearest, refuse } from '../errors.js';
import { randomStream } from '../math/random.js';
import { listed } from '../schema.js';
import {
  directName,
  directNodes,
  directShape,
  feedbackBundles,
  type OwnWeights,
} from './feedback-weights.js';
import type { InitialiserSpec } from './initialiser.js';
import { initialisers } from './initialisers.js';
import { type LaidOutNode, layOut, parameterName } from './layout.js';
import type { Network } from './network.js';
import type { ParameterShape } from './node-type.js';
import { type Shape, sizeOf } from './shapes.js';

/** Numbers with a shape, row-major. */
export interface Values {
  readonly shape: Shape;
  readonly data: Float32Array | Float64Array;
}

/** Rows of numbers as float64 values, [rows, columns]. @throws {InputError} when the rows differ in length */
export function matrix(rows: readonly (readonly number[])[]): Values {
  const columns = rows[0]?.length ?? 0;
  const odd = rows.findIndex((row) => row.length !== columns);
  if (odd >= 0) {
    refuse({
      where: `matrix.rows[${odd}]`,
      got: `${rows[odd].length} numbers`,
      expected: `${columns} as in rows[0]`,
    });
  }
  return { shape: [rows.length, columns], data: Float64Array.from(rows.flat()) };
}

/** Every parameter of a network by name: `NODE.weight` [out, in], `NODE.bias` [out]. */
export type Parameters = Readonly<Record<string, Values>>;

/** Parameters of a node that are no other node's, by key. */
const ownOf = ({ name, parameters, called }: LaidOutNode): (readonly [string, ParameterShape])[] =>
  Object.entries(parameters).filter(([key]) => called(key) === parameterName(name, key));

/** Names and shapes of a network's parameters, in topological order. */
export function parameterShapes(network: Network): Readonly<Record<string, ParameterShape>> {
  return Object.fromEntries(
    layOut(network).nodes.flatMap((node) =>
      ownOf(node).map(([key, shape]) => [parameterName(node.name, key), shape]),
    ),
  );
}

/** What carries messages down, as far as parameters are concerned. */
export interface Pathway {
  /** It has weights of its own, NODE.feedback: of all nodes, or of some. */
  readonly ownWeights: OwnWeights;
  /** It leads down to the inputs, too. */
  readonly inputsRelax: boolean;
  /** It leads from the outputs to every other node directly, over NODE.direct. */
  readonly directWeights?: boolean;
}

/**
 * Draws initial parameters; each has a random stream of its own, named after it. Values are rounded to float32,
 * so that both engines start from the same numbers.
 * @param pathway draws feedback weights too, for a pathway that has its own: as `init.feedback` says, else as weights
 */
export function initialParameters(
  network: Network,
  seed: number,
  pathway: Pathway = { ownWeights: false, inputsRelax: false },
): Parameters {
  const layout = layOut(network);
  const fed = new Set(
    feedbackBundles(layout, pathway.inputsRelax, pathway.ownWeights).map(({ feedbackName }) => feedbackName),
  );
  const direct = new Set(pathway.directWeights ? directNodes(layout) : []);
  const entries = layout.nodes.flatMap((node) => {
    const wanted: Wanted[] = [
      ...ownOf(node).map(([key, shape]): Wanted => ({ key, shape, init: initOf(node, key) })),
      ...feedbackIn(node, fed),
      ...(direct.has(node)
        ? [{ key: 'direct', shape: directShape(layout, node), init: initOf(node, 'direct') }]
        : []),
    ];
    return wanted.map(({ key, shape, init }) => {
      const name = parameterName(node.name, key);
      return [name, draw(init, shape, seed, name)] as const;
    });
  });
  return Object.fromEntries(entries);
}

/** A parameter to be drawn. */
interface Wanted {
  readonly key: string;
  readonly shape: ParameterShape;
  readonly init: InitialiserSpec;
}

function initOf({ spec, bundles }: LaidOutNode, key: string): InitialiserSpec {
  const named = bundles.find((one) => one.key === key)?.init.weight;
  return named ?? spec.init[key] ?? spec.init.weight;
}

/** Feedback weights of a node that are drawn, and are its own. */
const feedbackIn = ({ name, bundles }: LaidOutNode, fed: ReadonlySet<string>): Wanted[] =>
  bundles.flatMap(({ feedback, feedbackName, key, init }) => {
    const own = key.replace(/weight$/, 'feedback');
    if (!feedback || !fed.has(feedbackName) || feedbackName !== parameterName(name, own)) return [];
    return [{ key: own, shape: feedback, init: init.feedback ?? init.weight }];
  });

function draw(spec: InitialiserSpec, { shape, fan }: ParameterShape, seed: number, name: string): Values {
  const sample = initialisers[spec.type].sampler(spec, fan, randomStream(seed, `init/${name}`));
  return { shape, data: Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(sample())) };
}

/**
 * Checks that `parameters` are those of the network: names, shapes, finite values. Feedback weights may be there.
 * @throws {InputError} naming the first parameter that is not
 */
export function checkParameters(network: Network, parameters: Parameters, where: string): void {
  const shapes = { ...parameterShapes(network), ...pathwayShapes(network, parameters) };
  const known = Object.keys(shapes);
  for (const name of Object.keys(parameters)) {
    if (Object.hasOwn(shapes, name)) continue;
    const near = nearest(name, known);
    refuse({
      where,
      got: `a parameter ${JSON.stringify(name)}`,
      expected: `only ${listed(known)}`,
      hint: near && JSON.stringify(near),
    });
  }
  for (const [name, { shape }] of Object.entries(shapes))
    checkValues(`${where}: ${name}`, parameters[name], shape);
}

/** Names and shapes of weights of feedback pathways, those that are given: which are needed depends on the rule. */
export function pathwayShapes(
  network: Network,
  parameters: Readonly<Record<string, unknown>>,
): Record<string, ParameterShape> {
  const layout = layOut(network);
  const all = [
    ...feedbackBundles(layout, true).map(({ feedbackName, feedback }) => [feedbackName, feedback] as const),
    ...directNodes(layout).map((node) => [directName(node.name), directShape(layout, node)] as const),
  ];
  return Object.fromEntries(all.filter(([name]) => Object.hasOwn(parameters, name)));
}

/** @throws {InputError} unless `values` has that shape and only finite numbers */
export function checkValues(where: string, values: Values | undefined, shape: Shape): void {
  const want = `shape [${shape.join(', ')}]`;
  if (!values) refuse({ where, got: 'nothing', expected: want });
  if (values.shape.join() !== shape.join()) {
    refuse({ where, got: `shape [${values.shape.join(', ')}]`, expected: want });
  }
  if (values.data.length !== sizeOf(shape)) {
    refuse({ where, got: `${values.data.length} numbers`, expected: `${sizeOf(shape)} for ${want}` });
  }
  if (allFinite(values.data)) return;
  const bad = values.data.findIndex((v) => !Number.isFinite(v));
  refuse({ where, got: `${values.data[bad]} at place ${bad}`, expected: 'finite numbers' });
}

// Every minibatch is checked, so this is in a hurry.
function allFinite(data: Values['data']): boolean {
  return data instanceof Float32Array ? allFinite32(data) : data.every((v) => Number.isFinite(v));
}

function allFinite32(data: Float32Array): boolean {
  for (let from = 0; from < data.length; from += piece) {
    if (!finiteIn(data, from, Math.min(from + piece, data.length))) return false;
  }
  return true;
}

/** A loop that is entered often is compiled soon, and for good: one over all images was not in every process. */
const piece = 1024;

// A product with zero is zero, or NaN: and so are sums of them. Four sums do not wait for each other.
function finiteIn(data: Float32Array, from: number, to: number): boolean {
  const whole = to - ((to - from) % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = from; i < whole; i += 4) {
    a += data[i] * 0;
    b += data[i + 1] * 0;
    c += data[i + 2] * 0;
    d += data[i + 3] * 0;
  }
  for (let i = whole; i < to; i++) a += data[i] * 0;
  return a + b + c + d === 0;
}
