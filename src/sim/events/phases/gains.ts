import { refuse } from '../../../errors.js';
import { EventQueue } from '../../../messages/queue.js';
import { layOut } from '../../../network/layout.js';
import type { Network } from '../../../network/network.js';
import { checkParameters, type Parameters } from '../../../network/parameters.js';
import type { Population } from '../../../neurons/phases/population.js';
import { movingPhases } from '../../../rules/equation.js';
import type { Group } from '../../../rules/groups.js';
import { NodeMagnitudes } from '../../../rules/magnitudes.js';
import { textOf } from '../../../rules/obstacle.js';
import { type Quantity, quantityOf } from '../../../rules/quantities.js';
import { arborGrain } from '../../../synapses/phases/arbor.js';
import { eachInto, type Projection } from '../../../synapses/phases/projection.js';
import { Weights } from '../../../synapses/phases/weights.js';
import { obstacleOf } from '../../continuous.js';
import { requireWeights } from '../../own-weights.js';
import type { PhasedRule } from '../../rule.js';
import type { Gains } from '../build/shares.js';
import { type Member, PhasedCircuit } from './circuit.js';
import { PhasedMedium } from './medium.js';

/** How far an error in one state comes in another, for each unit of weight between them. */
interface Coupling {
  readonly from: Quantity;
  readonly to: Quantity;
  readonly most: number;
}

/** Synapses on which values that move travel. */
interface Link {
  readonly projection: Projection;
  readonly couplings: readonly Coupling[];
}

/**
 * By how much states that move can be wrong at most, for each unit by which those of a node that speaks are off what they last
 * said: an error decays as they do, so it is never more than the sum of what comes in, |weight| times the largest factors of
 * the rule's formulas.
 * @throws {InputError} on parameters that are not the network's, and on a rule whose neurons do not know when they have moved
 * by a quantum, or a factor of which has no bound
 */
export function gainsOf(
  network: Network,
  parameters: Parameters,
  rule: PhasedRule,
): ReadonlyMap<string, Gains> {
  const where = `quantaFor with rule ${rule.name}`;
  const obstacle = obstacleOf(rule.rule, 'threshold');
  if (obstacle) refuse({ where, ...obstacle });
  checkParameters(network, parameters, 'parameters');
  const circuit = circuitOf(network, parameters, rule);
  const product = circuit.members.find(
    ({ population: { slopes } }) => slopes?.ports.integration === 'product',
  );
  if (product) {
    const got = `nodes.${product.population.name}, whose ports are multiplied`;
    const expected =
      'ports that are added, or the largest of which counts: slopes of a product have no bound';
    refuse({ where, got, expected });
  }
  const [phase, another] = movingPhases(rule.rule);
  if (another) {
    const expected = 'one phase that moves: the next would begin with errors';
    refuse({ where, got: `phases ${phase.name} and ${another.name}`, expected });
  }
  const magnitudes = new Map(
    circuit.members.map(({ population, node }) => {
      const { activation, distance } = population;
      const known = { steepest: activation?.steepest ?? 0, distance };
      return [population, new NodeMagnitudes(rule.rule, phase, groupOf(node), known)];
    }),
  );
  const links = linksOf(circuit, magnitudes, where);
  const sources = circuit.members.filter(({ population }) => magnitudes.get(population)!.moving.length > 0);
  const ordered = orderOf(circuit, links);
  return new Map(
    sources
      // Relays have no quantum: they pass on whatever changes.
      .filter((one) => one.node && !circuit.relays.includes(one))
      .map(({ population }) => [
        population.name,
        gainsFrom(population, magnitudes.get(population)!.moving, ordered, links),
      ]),
  );
}

function circuitOf(network: Network, parameters: Parameters, { rule }: PhasedRule): PhasedCircuit {
  const layout = layOut(network);
  requireWeights(layout, parameters, rule);
  const entries = Object.entries(parameters);
  const weights = new Map(entries.map(([name, { shape, data }]) => [name, new Weights(name, shape, data)]));
  return new PhasedCircuit(layout, rule, weights, arborGrain, new PhasedMedium(layout, new EventQueue(), {}));
}

function groupOf(node: Member['node']): Group {
  if (!node) return 'input';
  if (!node.loss) return 'hidden';
  return node.role === 'clamped' ? 'top' : 'passing';
}

function linksOf(
  { projections }: PhasedCircuit,
  magnitudes: ReadonlyMap<Population, NodeMagnitudes>,
  where: string,
): readonly Link[] {
  return projections.flatMap((projection): Link[] => {
    if (!projection.carries) return [];
    const [from, to] = [projection.from, projection.to].map((one) => magnitudes.get(one)!);
    const said = from.said.filter(({ formula: { what }, of }) => {
      return what.kind === 'say' && what.path === projection.path && of.size > 0;
    });
    const couplings = to.moving.flatMap((state) => {
      const velocity = to.velocity(state);
      return said.flatMap(({ formula, of }) =>
        [...of].map(([other, most]): Coupling => {
          const share = velocity.get(quantityOf(formula.what)!) ?? 0;
          if (share > 0 && !(share * most < Infinity)) {
            const [without, whose] =
              most < Infinity ? [to.motion(state)[0], projection.to] : [formula, projection.from];
            const got = `${textOf(without)}, of ${whose.name}`;
            refuse({ where, got, expected: 'factors that have a bound, whatever is presented' });
          }
          return { from: other, to: state, most: share * most };
        }),
      );
    });
    if (couplings.length === 0) return [];
    if (!projection.from.activation) {
      const got = `${projection.from.name}, an input that moves and is heard`;
      refuse({ where, got, expected: 'nodes alone that say what moves: inputs have no quantum' });
    }
    return [{ projection, couplings }];
  });
}

/** Each after those that it hears. */
function orderOf({ members, rule }: PhasedCircuit, links: readonly Link[]): readonly Population[] {
  const populations = members.map(({ population }) => population);
  const up = links.some(({ projection: { path } }) => rule.paths[path].way === 'up');
  return up ? populations : populations.reverse();
}

/** Gains from a node to all that hear it, through however many others; those of no gain left out. */
function gainsFrom(
  source: Population,
  moving: readonly Quantity[],
  ordered: readonly Population[],
  links: readonly Link[],
): Gains {
  const ones = moving.map((state) => [keyOf(source, state), new Float64Array(source.size).fill(1)] as const);
  const gains = new Map(ones);
  for (const population of ordered)
    for (const link of links) if (link.projection.from === population) carry(link, gains);
  for (const [key] of ones) gains.delete(key);
  return new Map([...gains].filter(([, gain]) => gain.some((g) => g > 0)));
}

const keyOf = ({ name }: Population, state: Quantity): string => `${name} ${state}`;

/** Adds what arrives over synapses of what there is where they begin. */
function carry({ projection, couplings }: Link, gains: Map<string, Float64Array>): void {
  const { from, to } = projection;
  for (const coupling of couplings) {
    const above = gains.get(keyOf(from, coupling.from));
    if (!above) continue;
    const key = keyOf(to, coupling.to);
    const gain = gains.get(key) ?? new Float64Array(to.size);
    gains.set(key, gain);
    const add = (weight: number, pre: number, post: number) => {
      // Towards a port, too, a slope is at most 1.
      gain[post] += Math.abs(weight) * coupling.most * above[pre % above.length];
    };
    for (let post = 0; post < to.size; post++) eachInto(projection, post, add);
  }
}
