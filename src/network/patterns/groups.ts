import type { Tensors } from '../../math/arithmetic.js';
import { type Grouping, groupedShape, groupOf, groupSize, rankOf } from '../../math/grouping.js';
import { listOf, type SynapseList } from '../../synapses/synapse-block.js';
import { sizeOf } from '../shapes.js';

/** Units of a parent in groups, one for each unit of a node. */
export interface Groups {
  readonly grouping: Grouping;
  /**
   * Units of the parent that are in one, in the order of the grouping, a unit as often as it is in one; -1 at a place where there
   * is none. All of them if not given.
   */
  readonly chosen?: Int32Array | undefined;
  /** Units of the parent. */
  readonly pres: number;
  /** Of each unit of the parent, its first place among the chosen, its second, and so on; -1 where it is not there so often. */
  readonly backs?: readonly Int32Array[] | undefined;
}

/** @param chosen units of the parent, in the order of the grouping; all of them if not given */
export function groupsOf(grouping: Grouping, pres: number, chosen?: Int32Array): Groups {
  return { grouping, chosen, pres, backs: chosen && placesOf(chosen, pres) };
}

function placesOf(chosen: Int32Array, pres: number): readonly Int32Array[] {
  const times = new Int32Array(pres);
  const backs: Int32Array[] = [];
  for (const [k, unit] of chosen.entries()) {
    if (unit < 0) continue;
    const time = times[unit]++;
    if (time === backs.length) backs.push(new Int32Array(pres).fill(-1));
    backs[time][unit] = k;
  }
  return backs;
}

/** How many groups there are. */
export const groupsIn = ({ grouping }: Groups): number => sizeOf(groupedShape(grouping));

/** A synapse from each unit of a group to the unit that stands for it. @param apart each ends at a port of its own */
export function synapsesOfGroups(groups: Groups, apart: boolean): SynapseList {
  const { grouping, chosen } = groups;
  const group = groupOf(grouping);
  const members = new Int32Array(group.length);
  const rank = rankOf(grouping);
  const size = groupSize(grouping);
  for (const [unit, g] of group.entries()) members[g * size + rank[unit]] = unit;
  const there = [...members.keys()].filter((k) => !chosen || chosen[members[k]] >= 0);
  const list = listOf(groupsIn(groups), (tell) => {
    for (const k of there) tell(chosen ? chosen[members[k]] : members[k], Math.floor(k / size), 0);
  });
  return apart ? { ...list, ports: Int32Array.from(there, (k) => k % size) } : list;
}

/** How many units are in each group; undefined where all have one at every place. */
export function countsOf({ grouping, chosen }: Groups): Int32Array | undefined {
  if (!chosen?.includes(-1)) return undefined;
  const counts = new Int32Array(sizeOf(groupedShape(grouping)));
  for (const [place, group] of groupOf(grouping).entries()) if (chosen[place] >= 0) counts[group]++;
  return counts;
}

/**
 * Groups of which each has its first unit at the places where it had none: what is the largest of it stays that, and the first of
 * those that are equal, too.
 */
export function filled(groups: Groups): Groups {
  const { grouping, chosen, pres } = groups;
  if (!chosen?.includes(-1)) return groups;
  const group = groupOf(grouping);
  const firsts = new Int32Array(groupsIn(groups)).fill(-1);
  for (const [place, g] of group.entries()) if (firsts[g] < 0) firsts[g] = chosen[place];
  const whole = chosen.map((unit, place) => (unit < 0 ? firsts[group[place]] : unit));
  return groupsOf(grouping, pres, whole);
}

/** What groups are made of: [batch, units of the parent], those that are chosen, in order. */
export const gathered = <T>(m: Tensors<T>, { chosen }: Groups, units: T): T =>
  chosen ? m.pick(units, chosen) : units;

/** The other way round: sums for those who are in several groups, zeros for those who are in none. */
export const scattered = <T>(m: Tensors<T>, { backs }: Groups, units: T): T =>
  backs ? m.sum(backs.map((back) => m.pick(units, back))) : units;
