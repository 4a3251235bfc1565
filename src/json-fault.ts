/** Levels of lists and objects within each other that are read: whoever goes through them calls itself for each. */
const deepest = 200;

/** Why a text is not read as JSON. */
export interface JsonFault {
  /** Where, as an index into the text. */
  readonly at: number;
  /** What stands there, if it is JSON. */
  readonly got?: string;
  readonly expected: string;
}

type Wanted = 'value' | 'first item' | 'first key' | 'key' | 'colon' | 'next';

interface Open {
  readonly bracket: string;
  readonly keys: Set<string>;
}

/**
 * What is wrong with a text as JSON (RFC 8259); undefined for one that is to be read. Beside what JSON.parse refuses, and
 * tells of in the words of its engine, these are an object with a key twice, of which it would keep the last, a number beyond
 * float64, and more than 200 levels. It goes through the text by hand, so its length does not matter.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const open: Open[] = [];
  let wanted: Wanted = 'value';
  for (let at = afterSpace(text, 0); ; ) {
    if (wanted === 'next' && open.length === 0 && at === text.length) return undefined;
    const end = tokenEnd(text, at);
    const then: Wanted | undefined = end === at ? undefined : after(text[at], wanted, open);
    if (then === undefined) return { at, expected: 'JSON' };
    const odd =
      then === 'colon' ? repeated(text.slice(at, end), open) : (tooDeep(open) ?? tooLarge(text, at, end));
    if (odd) return { at, ...odd };
    wanted = then;
    at = afterSpace(text, end);
  }
}

function repeated(name: string, open: readonly Open[]): Omit<JsonFault, 'at'> | undefined {
  const { keys } = open[open.length - 1];
  const key: string = JSON.parse(name);
  if (keys.has(key)) return { got: `the key ${short(JSON.stringify(key))} twice`, expected: 'each key once' };
  keys.add(key);
  return undefined;
}

function tooDeep(open: readonly Open[]): Omit<JsonFault, 'at'> | undefined {
  if (open.length <= deepest) return undefined;
  return { got: `more than ${deepest} levels of lists and objects`, expected: 'fewer' };
}

// JSON.parse makes an infinity of it.
function tooLarge(text: string, at: number, end: number): Omit<JsonFault, 'at'> | undefined {
  const first = text.charCodeAt(at);
  if (end - at < 5 || (first !== 45 && (first < 48 || first > 57))) return undefined;
  const number = text.slice(at, end);
  if (Number.isFinite(Number(number))) return undefined;
  return { got: short(number), expected: 'a number that float64 has' };
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

/** What may follow a token that begins with `first` where `wanted` was expected, or undefined if it may not stand there; keeps `open`. */
function after(first: string, wanted: Wanted, open: Open[]): Wanted | undefined {
  const last = open[open.length - 1]?.bracket;
  if (first === '}' || first === ']') return close(first, wanted, open);
  if (wanted === 'colon') return first === ':' ? 'value' : undefined;
  // A second value after the first.
  if (wanted === 'next' && last === undefined) return undefined;
  if (wanted === 'next') return first === ',' ? (last === '{' ? 'key' : 'value') : undefined;
  if (wanted === 'key' || wanted === 'first key') return first === '"' ? 'colon' : undefined;
  if (first === ',' || first === ':') return undefined;
  if (first !== '{' && first !== '[') return 'next';
  open.push({ bracket: first, keys: new Set() });
  return first === '{' ? 'first key' : 'first item';
}

function close(found: string, wanted: Wanted, open: Open[]): Wanted | undefined {
  const opened = found === '}' ? '{' : '[';
  const empty = found === '}' ? 'first key' : 'first item';
  if (open[open.length - 1]?.bracket !== opened || (wanted !== 'next' && wanted !== empty)) return undefined;
  open.pop();
  return 'next';
}

function afterSpace(text: string, from: number): number {
  let at = from;
  let code = text.charCodeAt(at);
  while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at);
  return at;
}

const literals: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };

/** The end of the token that begins at `at`; `at` itself where none does. */
function tokenEnd(text: string, at: number): number {
  const first = text[at];
  if (first === undefined) return at;
  if ('{}[],:'.includes(first)) return at + 1;
  if (first === '"') return stringEnd(text, at);
  const literal = Object.hasOwn(literals, first) ? literals[first] : undefined;
  if (literal !== undefined) return text.startsWith(literal, at) ? at + literal.length : at;
  return numberEnd(text, at);
}

function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return from;
    if (code !== 0x5c) continue;
    const escaped = text[++at];
    if (escaped === 'u' && /^[\da-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) at += 4;
    else if (escaped === undefined || !'"\\/bfnrt'.includes(escaped)) return from;
  }
  return from;
}

function numberEnd(text: string, from: number): number {
  let at = text[from] === '-' ? from + 1 : from;
  const whole = digitsEnd(text, at);
  if (whole === at) return from;
  // No other digit follows a leading zero: what does is no token.
  at = text[at] === '0' ? at + 1 : whole;
  if (text[at] === '.') {
    const end = digitsEnd(text, at + 1);
    if (end === at + 1) return at;
    at = end;
  }
  if (text[at] !== 'e' && text[at] !== 'E') return at;
  const sign = text[at + 1] === '+' || text[at + 1] === '-' ? 2 : 1;
  const end = digitsEnd(text, at + sign);
  return end === at + sign ? at : end;
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= 48 && code <= 57; ) code = text.charCodeAt(++at);
  return at;
}
