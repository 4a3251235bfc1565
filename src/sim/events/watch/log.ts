import { fail, refuse } from '../../../errors.js';
import type { RuleMessage } from '../../../messages/message.js';
import { type ReadRuleMessage, ruleMessageReader } from '../../../messages/read-rule-message.js';
import type { Layout } from '../../../network/layout.js';
import { statementsOf } from '../../../rules/names.js';
import type { Rule } from '../../../rules/rule.js';
import { asObject, show } from '../../../schema.js';

/** A message and the line of the log that it stands in. */
interface Line {
  readonly number: number;
  readonly message: RuleMessage;
}

const hint = 'the network, parameters, stimulus and options of the run that was logged';

/** What has to be as it was: the values may be others, and the futures. */
const asWas = ['time', 'kind', 'target', 'path', 'term'] as const;

/** What an actor says on a path, or tells its synapses of it, in its order. */
export class LogPart {
  private readonly lines: Line[] = [];
  private place = 0;

  constructor(private readonly name: string) {}

  add(line: Line): void {
    this.lines.push(line);
  }

  /** How many of its messages have not been said. */
  get left(): number {
    return this.lines.length - this.place;
  }

  /** What the log has in place of an actor's own message. @throws {RelaxonError} on another one, or none */
  next(own: RuleMessage): RuleMessage {
    const found = this.lines[this.place];
    if (!found) return this.missing(own);
    const { number, message } = found;
    const differs = (message.futures === undefined) !== (own.futures === undefined);
    if (differs || asWas.some((key) => message[key] !== own[key])) {
      const where = `${this.name}:${number}`;
      return fail({ where, got: summaryOf(message), expected: summaryOf(own), hint });
    }
    this.place++;
    return message;
  }

  private missing(own: RuleMessage): never {
    const last = this.lines.at(-1);
    const after = last ? `no more such messages after line ${last.number}` : 'no such message';
    return fail({ where: this.name, got: after, expected: summaryOf(own), hint });
  }
}

const summaryOf = ({ kind, source, target, time, futures }: RuleMessage) =>
  `${kind} of ${source} to ${target} at ${time} tau${futures ? ' with its future' : ''}`;

/** What a neuron or input says in a log, by path. */
export interface ActorLog {
  readonly said: Readonly<Record<string, LogPart>>;
  readonly taught: Readonly<Record<string, LogPart>>;
}

/** The logs of all actors in a log, by address. @throws {InputError} naming the line of what is no message of theirs */
export function readLog(
  { inputs, nodes }: Layout,
  rule: Rule,
  log: Iterable<unknown>,
  name: string,
): ReadonlyMap<string, ActorLog> {
  const known = new Set(
    [...inputs, ...nodes].flatMap((one) =>
      Array.from({ length: one.size }, (_, unit) => `${one.name}[${unit}]`),
    ),
  );
  const readMessage = readerOf(rule);
  const paths = Object.keys(rule.paths);
  const parts = () => Object.fromEntries(paths.map((path) => [path, new LogPart(name)]));
  const all = new Map<string, ActorLog>();
  let number = 0;
  for (const value of log) {
    const where = `${name}:${++number}`;
    const { source } = asObject(where, value);
    if (typeof source !== 'string' || !known.has(source)) refuseSource(where, source);
    const message = readMessage(where, value);
    const one = all.get(message.source) ?? { said: parts(), taught: parts() };
    all.set(message.source, one);
    const { kind, path } = message;
    const part = path === undefined ? one.said[kind.slice(0, kind.indexOf('.'))] : one.taught[path];
    part.add({ number, message });
  }
  return all;
}

/** In continuous time a message may have some of its values alone. */
function readerOf({ paths, phases }: Rule): ReadRuleMessage {
  const said = Object.keys(paths).map((path) => {
    const all = phases
      .flatMap(statementsOf)
      .flatMap((one) => (one.kind === 'say' && one.path === path ? someOf(Object.keys(one.values)) : []));
    return [path, all] as const;
  });
  return ruleMessageReader(Object.fromEntries(said));
}

/** All choices of some of these, in their order. */
function someOf(keys: readonly string[]): readonly (readonly string[])[] {
  let some: (readonly string[])[] = [[]];
  for (const key of keys) some = some.flatMap((one) => [[...one, key], one]);
  return some.filter(({ length }) => length > 0);
}

const refuseSource = (where: string, source: unknown): never =>
  refuse({
    where: `${where}.source`,
    got: show(source),
    expected: 'a neuron or input of this network',
    hint: 'a log of neurons: without NAME.weight',
  });
