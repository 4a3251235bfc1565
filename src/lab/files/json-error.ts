// One JSON token (RFC 8259), after white space.
const token =
  /[ \t\n\r]*("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:])/y;

type Wanted = 'value' | 'first item' | 'first key' | 'key' | 'colon' | 'next';

/**
 * Where a text stops being JSON, as an index into it; undefined for valid JSON. JSON.parse knows, but tells in the
 * words of its engine, and for an unexpected token not at all.
 */
export function jsonErrorAt(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return scan(text);
  }
}

function scan(text: string): number {
  const open: string[] = [];
  let wanted: Wanted = 'value';
  let at = 0;
  while (wanted !== 'next' || open.length > 0) {
    token.lastIndex = at;
    const found = token.exec(text)?.[1];
    const then: Wanted | undefined = found === undefined ? undefined : after(found, wanted, open);
    if (found === undefined || then === undefined) break;
    at = token.lastIndex;
    wanted = then;
  }
  return at + (/^[ \t\n\r]*/.exec(text.slice(at))?.[0].length ?? 0);
}

/** What may follow a token where `wanted` was expected, or undefined if it may not stand there; keeps `open`. */
function after(found: string, wanted: Wanted, open: string[]): Wanted | undefined {
  if (found === '}' || found === ']') return close(found, wanted, open);
  if (wanted === 'colon') return found === ':' ? 'value' : undefined;
  if (wanted === 'next') return found === ',' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined;
  if (wanted === 'key' || wanted === 'first key') return found.startsWith('"') ? 'colon' : undefined;
  if (found === ',' || found === ':') return undefined;
  if (found !== '{' && found !== '[') return 'next';
  open.push(found);
  return found === '{' ? 'first key' : 'first item';
}

function close(found: string, wanted: Wanted, open: string[]): Wanted | undefined {
  const opened = found === '}' ? '{' : '[';
  const empty = found === '}' ? 'first key' : 'first item';
  if (open.at(-1) !== opened || (wanted !== 'next' && wanted !== empty)) return undefined;
  open.pop();
  return 'next';
}
