import type { RandomStream } from '../../src/math/random.js';
import { mutateBytes } from './bytes.js';
import { pick, several } from './pick.js';

/** Values that somewhere are not what is expected. */
const values = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '-0',
    '1',
    '-1',
    '0.5',
    '2',
    '3',
    '1e308',
    '-1e308',
    '1e999',
    '1e-320',
    '5e-324',
  ],
  ...[
    '4e9',
    '99999999999',
    '9007199254740993',
    '4294967296',
    '1e21',
    '-1e21',
    '01',
    '1.',
    'NaN',
    'Infinity',
    'undefined',
  ],
  ...[
    '""',
    '"abc"',
    '"0.5"',
    '"1"',
    '"__proto__"',
    '"constructor"',
    '"toString"',
    '"h1"',
    '"layers.0"',
    '" "',
  ],
  ...['"\\u0000\\u001b[31m"', '"\\u202e\\u2028"', '"\\ud800"', '"\u007f\u009b"', '"\n"', '"../../x"'],
  ...['[]', '{}', '[5]', '[null]', '[[]]', '{"__proto__":{"a":1}}', '{"constructor":1}', '{"length":3}'],
  ...[
    '{"$":"toString"}',
    '{"$":"NaN"}',
    '{"$":"Infinity"}',
    '{"$":"-Infinity"}',
    '{"$":"-0"}',
    '{"$":"undefined"}',
  ],
  ...[
    '{"$":"tensor","name":"a"}',
    '{"distribution":"uniform","from":0,"to":1}',
    '{"type":"normal","sd":1e300}',
  ],
];
const keys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'a',
  'length',
  '$',
  '\\u0000',
  'h',
  'h.weight',
];

const token = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+|\s+/g;

/** The tokens of a text that is JSON, or was. */
export const tokensOf = (text: string): readonly string[] => text.match(token) ?? [];

/** Changes JSON token by token: values of other kinds and sizes, keys, spans dropped, doubled, exchanged; now and then its bytes. */
export function mutateJson(stream: RandomStream, text: string): string {
  if (stream.integer(12) === 0) {
    return new TextDecoder().decode(mutateBytes(stream, new TextEncoder().encode(text)));
  }
  return mutateTokens(stream, tokensOf(text)).join('');
}

type Tokens = readonly string[];

function mutateTokens(stream: RandomStream, tokens: Tokens): Tokens {
  const put = (at: number, to: number, all: Tokens, ...those: string[]) => [
    ...all.slice(0, at),
    ...those,
    ...all.slice(to),
  ];
  const anyValue = (all: Tokens) => someValue(stream, all);
  return several(stream, tokens, [
    (all) => put(...anyValue(all), all, pick(stream, values)),
    (all) => put(...anyValue(all), all, pick(stream, values)),
    (all) => put(...anyValue(all), all, nested(stream)),
    (all) => tweakedNumber(stream, all),
    (all) => tweakedNumber(stream, all),
    (all) => anotherKey(stream, all),
    (all) => {
      const [from, to] = anyValue(all);
      // With the comma before or behind it.
      return all[to] === ',' ? put(from, to + 1, all) : put(Math.max(0, from - 1), to, all);
    },
    (all) => {
      const [from, to] = anyValue(all);
      return put(to, to, all, ',', ...all.slice(from, to));
    },
    (all) => {
      const [from, to] = anyValue(all);
      const [at, end] = anyValue(all);
      return put(at, end, all, ...all.slice(from, to));
    },
  ]);
}

function someValue(stream: RandomStream, tokens: Tokens): [from: number, to: number] {
  if (tokens.length === 0) return [0, 0];
  let from = stream.integer(tokens.length);
  while (from < tokens.length - 1 && /^[\s,:}\]]/.test(tokens[from])) from++;
  return [from, endOf(tokens, from)];
}

function endOf(tokens: Tokens, from: number): number {
  let open = 0;
  for (let at = from; at < tokens.length; at++) {
    if (tokens[at] === '{' || tokens[at] === '[') open++;
    if (tokens[at] === '}' || tokens[at] === ']') open--;
    if (open <= 0) return at + 1;
  }
  return tokens.length;
}

function nested(stream: RandomStream): string {
  const deep = pick(stream, [1, 5, 50, 250, 5000]);
  const [open, close] = pick(stream, [
    ['[', ']'],
    ['{"a":', '}'],
  ]);
  return `${open.repeat(deep)}1${close.repeat(deep)}`;
}

const tweaks: readonly ((x: number) => number)[] = [
  (x) => -x,
  (x) => x + 1,
  (x) => x - 1,
  (x) => 2 * x,
  (x) => x / 2,
  (x) => x * 1e9,
  (x) => x * 1e300,
  (x) => x + 1e-9,
  (x) => Math.round(x),
  (x) => x * (1 + 2 ** -50),
];

function tweakedNumber(stream: RandomStream, tokens: Tokens): Tokens {
  const at = nextWhere(stream, tokens, (one) => /^-?\d/.test(one));
  if (at === undefined) return tokens;
  return tokens.with(at, String(pick(stream, tweaks)(Number(tokens[at]))));
}

function anotherKey(stream: RandomStream, tokens: Tokens): Tokens {
  const at = nextWhere(stream, tokens, (one, i) => one.startsWith('"') && tokens[i + 1] === ':');
  if (at === undefined) return tokens;
  const own = tokens.filter((one, i) => one.startsWith('"') && tokens[i + 1] === ':');
  const name = stream.integer(2) === 0 ? pick(stream, own) : `"${pick(stream, keys)}"`;
  return tokens.with(at, stream.integer(4) === 0 ? `${tokens[at].slice(0, -1)}x"` : name);
}

function nextWhere(
  stream: RandomStream,
  tokens: Tokens,
  fits: (token: string, at: number) => boolean,
): number | undefined {
  const from = stream.integer(tokens.length + 1);
  for (let i = 0; i < tokens.length; i++) {
    const at = (from + i) % tokens.length;
    if (fits(tokens[at], at)) return at;
  }
  return undefined;
}
