import { existsSync, realpathSync } from 'node:fs';
import { refuse } from '../../errors.js';
import type { Group } from './groups.js';
import { settingNamed } from './groups.js';
import { namesIn, shown } from './settings.js';

const where = '--baseline';

/**
 * The group that each is compared with: the baseline among those on the same data, or the first of them. Differences between
 * data sets mean nothing.
 * @param asked a letter; settings, `rule=bp,learningRate=0.1`; or a run of the group
 * @throws {InputError} on a baseline that is no group, or several on the same data
 */
export function baselinesOf(groups: readonly Group[], asked: string | undefined): ReadonlyMap<Group, Group> {
  const wanted = asked === undefined ? [] : chosen(groups, asked);
  const parts = new Map<string, Group[]>();
  for (const group of groups)
    parts.set(group.data.checksum, [...(parts.get(group.data.checksum) ?? []), group]);
  const pairs = [...parts.values()].flatMap((part) => {
    const own = part.filter((group) => wanted.includes(group));
    if (own.length > 1) refuseSeveral(own, asked!);
    const baseline = own[0] ?? part[0];
    return part.filter((group) => group !== baseline).map((group) => [group, baseline] as const);
  });
  return new Map(pairs);
}

function chosen(groups: readonly Group[], asked: string): readonly Group[] {
  if (groups.length < 2) {
    const expected = 'groups to compare: all runs are of one';
    refuse({ where, got: JSON.stringify(asked), expected, hint: 'more runs, or without it' });
  }
  const found = groups.filter(({ letter, name }) => letter === asked || name === asked);
  if (found.length > 0) return found;
  const fitting =
    asked.includes('=') && !existsSync(asked) ? bySettings(groups, asked) : byRun(groups, asked);
  if (fitting.length > 0) return fitting;
  const expected = `a group: ${groups
    .slice(0, 12)
    .map(({ letter, name }) => `${letter} (${name})`)
    .join(', ')}`;
  return refuse({ where, got: JSON.stringify(asked), expected, hint: `${groups[0].letter}, or rule=bp` });
}

function bySettings(groups: readonly Group[], asked: string): readonly Group[] {
  const names = namesIn(groups.map(({ settings }) => settings));
  const wanted = asked.split(',').map((part) => {
    const at = part.indexOf('=');
    const got = JSON.stringify(part);
    if (at < 1) refuse({ where, got, expected: 'NAME=VALUE,NAME=VALUE' });
    return [settingNamed(part.slice(0, at).trim(), names, where), part.slice(at + 1).trim()] as const;
  });
  return groups.filter(({ settings }) =>
    wanted.every(([name, value]) => sameText(shown(settings[name]), value)),
  );
}

/** 0.10 is 0.1, and a network its line. */
const sameText = (value: string, asked: string): boolean =>
  value === asked ||
  value.replace(/ #[\da-f]{8}$/, '') === asked ||
  (asked !== '' && !Number.isNaN(Number(asked)) && Number(value) === Number(asked));

function byRun(groups: readonly Group[], path: string): readonly Group[] {
  if (!existsSync(path)) return [];
  const real = realpathSync(path);
  const isAt = (name: string) => existsSync(name) && realpathSync(name).startsWith(real);
  return groups.filter(({ runs }) => runs.some(({ name }) => isAt(name)));
}

function refuseSeveral(groups: readonly Group[], asked: string): never {
  const letters = groups.map(({ letter, name }) => `${letter} (${name})`).slice(0, 6);
  return refuse({
    where,
    got: `${JSON.stringify(asked)}, which fits ${letters.join(', ')}`,
    expected: 'one group on each data set',
    hint: groups[0].letter,
  });
}
