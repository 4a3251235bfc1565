import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Layout, layOut } from '../../src/network/layout.js';
import { parameterShapes } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { type DrawnGraph, dense, randomGraph } from './descriptions.js';

const run = { seed: 12, numRuns: 300 };

/** Every arrow of a graph between nodes, as [child, place, parent]. */
function arrows({ nodes }: DrawnGraph): [string, number, string][] {
  return Object.entries(nodes).flatMap(([child, { from }]) =>
    from.map((parent, place): [string, number, string] => [child, place, parent]),
  );
}

const heard = ({ nodes }: Layout) =>
  nodes.flatMap(({ name, children }) => children.map((child) => [child.name, child.parent, name].join()));

describe('any acyclic graph', () => {
  it('comes out with parents before children, whatever the order of the list', () => {
    const law = fc.property(randomGraph, (graph) => {
      const order = Object.keys(parseNetwork(graph).nodes);
      expect([...order].sort()).toEqual(Object.keys(graph.nodes).sort());
      for (const [child, , parent] of arrows(graph)) {
        if (parent in graph.nodes) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(child));
      }
    });
    fc.assert(law, run);
  });

  it('keeps the order of a list that has parents first already', () => {
    const law = fc.property(randomGraph, (graph) => {
      const sorted = Object.fromEntries(Object.entries(graph.nodes).sort(([a], [b]) => a.localeCompare(b)));
      expect(Object.keys(parseNetwork({ ...graph, nodes: sorted }).nodes)).toEqual(Object.keys(sorted));
    });
    fc.assert(law, run);
  });

  it('knows of each arrow at both of its ends', () => {
    const law = fc.property(randomGraph, (graph) => {
      const layout = layOut(parseNetwork(graph));
      const between = arrows(graph).filter(([, , parent]) => parent in graph.nodes);
      expect(heard(layout).sort()).toEqual(between.map((arrow) => arrow.join()).sort());
      for (const { name, parents } of layout.nodes) {
        expect(parents.map((parent) => parent.name)).toEqual(graph.nodes[name].from);
      }
    });
    fc.assert(law, run);
  });

  it('clamps exactly the outputs that no node takes', () => {
    const law = fc.property(randomGraph, (graph) => {
      const taken = new Set(arrows(graph).map(([, , parent]) => parent));
      const ends = Object.keys(graph.outputs).filter((name) => !taken.has(name));
      const { nodes, outputs } = layOut(parseNetwork(graph));
      const clamped = nodes.filter(({ role }) => role === 'clamped').map(({ name }) => name);
      expect(clamped.sort()).toEqual(ends.sort());
      expect(outputs.map(({ name }) => name).sort()).toEqual(Object.keys(graph.outputs).sort());
    });
    fc.assert(law, run);
  });

  it('has as many weights as synapses, each visited once', () => {
    const law = fc.property(randomGraph, (graph) => {
      const network = parseNetwork(graph);
      const shapes = parameterShapes(network);
      for (const { name, type, spec, parents } of layOut(network).nodes) {
        const visited: number[] = [];
        const shapesBelow = parents.map(({ shape }) => shape);
        for (const { posts, pres, connections } of type.synapses(spec, shapesBelow)) {
          if (connections.kind !== 'all-to-all') throw Error(`${name} is not dense`);
          const { offset, stride } = connections;
          for (let post = 0; post < posts; post++) {
            for (let pre = 0; pre < pres; pre++) visited.push(offset + post * stride + pre);
          }
        }
        const [out, ins] = shapes[`${name}.weight`].shape;
        expect(visited.sort((a, b) => a - b)).toEqual(Array.from({ length: out * ins }, (_, i) => i));
      }
    });
    fc.assert(law, run);
  });
});

describe('a cycle', () => {
  const messageOf = (description: unknown) => {
    try {
      parseNetwork(description);
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };

  it('is refused, naming nodes that do form one', () => {
    const law = fc.property(randomGraph, fc.nat(), fc.nat(), (graph, start, hops) => {
      const nodes = structuredClone(graph.nodes);
      const listed = Object.keys(nodes);
      const low = listed[start % listed.length];
      let high = low;
      for (let i = 0; i < hops % 4; i++) {
        high = listed.find((name) => nodes[name].from.includes(high)) ?? high;
      }
      nodes[low].from.push(high);
      const message = messageOf({ ...graph, nodes });
      expect(message).toMatch(/^network\.nodes: got a cycle: [^\n]*$/);
      const round = /cycle: (.*?), /.exec(message)![1].split(' -> ');
      expect(round.length).toBeGreaterThan(1);
      expect(round[0]).toBe(round[round.length - 1]);
      expect(new Set(round).size).toBe(round.length - 1);
      for (let i = 1; i < round.length; i++) expect(nodes[round[i]].from).toContain(round[i - 1]);
    });
    fc.assert(law, run);
  });

  it('of three is refused, naming its nodes and nobody else', () => {
    const nodes = {
      before: dense(1, 'u'),
      a: dense(1, 'before', 'c'),
      b: dense(1, 'a'),
      c: dense(1, 'b'),
      after: dense(1, 'c'),
    };
    expect(messageOf({ inputs: { u: [1] }, nodes, outputs: { after: { loss: 'mse' } } })).toBe(
      'network.nodes: got a cycle: a -> b -> c -> a, expected a feed-forward graph. ' +
        'Try removing one of these from "from".',
    );
  });

  it('of one node is refused', () => {
    const nodes = { a: dense(1, 'u', 'a') };
    expect(messageOf({ inputs: { u: [1] }, nodes, outputs: { a: { loss: 'mse' } } })).toContain(
      'got a cycle: a -> a, expected',
    );
  });
});

describe('large networks', () => {
  const deep = 20_000;

  it('twenty thousand layers overflow no stack, listed either way round', () => {
    const description = {
      input: [1],
      layers: Array.from({ length: deep }, () => ({ type: 'dense', units: 1 })),
    };
    const network = parseNetwork(description);
    const reversed = Object.fromEntries(Object.entries(network.nodes).reverse());
    const order = Object.keys(parseNetwork({ ...network, nodes: reversed }).nodes);
    expect(order).toHaveLength(deep);
    expect(order[0]).toBe('layers.0');
    expect(order[deep - 1]).toBe(`layers.${deep - 1}`);
    expect(layOut(network).nodes[deep - 2].children).toEqual([{ name: `layers.${deep - 1}`, parent: 0 }]);
  });

  // The ring closes with n0, so its line has 20,001 places: six at each end leave 19,989.
  it('a ring of twenty thousand nodes is refused in a short line', () => {
    const ring = Array.from({ length: deep }, (_, i) => [`n${i}`, dense(1, `n${(i + 1) % deep}`)]);
    const nodes = { ...Object.fromEntries(ring), end: dense(1, 'n0', 'u') };
    const parse = () => parseNetwork({ inputs: { u: [1] }, nodes, outputs: { end: { loss: 'mse' } } });
    expect(parse).toThrow(
      /got a cycle: n0 -> n19999 -> .* -> n19995 -> \(19989 more\) -> n5 -> .* -> n1 -> n0, /,
    );
  });

  it('a node may have twenty thousand children', () => {
    const many = Array.from({ length: deep }, (_, i) => `n${i}`);
    const nodes = {
      hub: dense(1, 'u'),
      ...Object.fromEntries(many.map((name) => [name, dense(1, 'hub')])),
      end: dense(1, ...many),
    };
    const network = parseNetwork({ inputs: { u: [1] }, nodes, outputs: { end: { loss: 'mse' } } });
    expect(layOut(network).nodes[0].children).toHaveLength(deep);
  });
});
