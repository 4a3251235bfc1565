import type { Layout } from '../../../network/layout.js';
import { leavesOf } from '../../../rules/expression.js';
import { quantityOf, quantityRead } from '../../../rules/quantities.js';
import type { Path, Phase, Rule } from '../../../rules/rule.js';
import { type Traced, trace } from '../../../rules/symbols.js';
import type { Hearing } from './rounds.js';

/** The ways that news go, one after the other, to who moves: `down` from a child, `down, up` from whom the child hears. */
type Route = readonly Path['way'][];

/** Whose steps a node hears of before it steps itself, of those who talk as the phase has it. */
export function hearingIn(rule: Rule, phase: Phase, layout: Layout): Hearing {
  const known = new Map<string, ReadonlySet<string>>();
  let routes: readonly Route[] | undefined;
  return (node) => {
    let heard = known.get(node);
    if (!heard) {
      routes ??= routesIn(rule, phase, layout);
      heard = new Set(routes.flatMap((route) => follow(layout, node, route)));
      known.set(node, heard);
    }
    return heard;
  };
}

function routesIn(rule: Rule, phase: Phase, { nodes }: Layout): readonly Route[] {
  const ports = nodes.some(({ type: { integration = 'sum' } }) => integration !== 'sum');
  const here = trace(rule).filter((one) => one.phase === phase);
  const talk = here.filter(({ part }) => part === 'talk');
  const routes = new Map<string, Route>();
  const seen = new Set<string>();
  const visit = ({ expression }: Traced, route: Route): void => {
    for (const leaf of leavesOf(expression)) {
      const quantity = quantityRead(leaf);
      if (quantity === undefined || seen.has(`${route} ${quantity}`)) continue;
      seen.add(`${route} ${quantity}`);
      // Slopes towards ports move with what comes up.
      const arrives = leaf.kind === 'inlet' || (ports && leaf.kind === 'gate');
      const path = leaf.kind === 'inlet' ? leaf.path : 'up';
      const further = arrives ? [...route, rule.paths[path].way] : route;
      const sources = talk.filter(({ what }) => quantityOf(what) === quantity);
      if (sources.length > 0 && further !== route) routes.set(String(further), further);
      for (const source of sources) visit(source, further);
    }
  };
  for (const one of here) if (one.part === 'moves' && one.what.kind === 'move') visit(one, []);
  return [...routes.values()];
}

/** Names of those at the other end of a route. */
function follow({ nodes, inputs, outputs }: Layout, from: string, route: Route): readonly string[] {
  const node = nodes.find(({ name }) => name === from);
  const { children } = node ?? inputs.find(({ name }) => name === from)!;
  const ends: Readonly<Record<Path['way'], readonly { readonly name: string }[]>> = {
    up: node?.parents ?? [],
    down: children,
    direct: node && !node.loss ? outputs : [],
  };
  return route.reduce<readonly string[]>(
    (names, way, i) =>
      i === 0
        ? ends[way].map(({ name }) => name)
        : names.flatMap((name) => follow({ nodes, inputs, outputs }, name, [way])),
    [],
  );
}
