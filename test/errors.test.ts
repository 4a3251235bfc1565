import { Command } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorText } from '../src/cli/exit.js';
import { withPrintableErrors } from '../src/cli/parser-errors.js';
import {
  complaintLine,
  InputError,
  longestLine,
  nearest,
  printable,
  RelaxonError,
  refuse,
} from '../src/errors.js';

/** Any text, with what terminals obey in it, sometimes very long. */
const anyText = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\x1b[2J', '\n', '\r', '\x7f', '\x9b', '\u202e', '\u2028', '\u200f', '\ud800', '😀'),
      ),
    ),
    fc.constantFrom(1, 1, 1, 40_000),
  )
  .map(([parts, times]) => parts.join('').repeat(times));

// Spelt out by code point, unlike what it tests.
const isPlain = (text: string) =>
  Array.from(text).every((character) => {
    const code = character.codePointAt(0)!;
    const control = code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000);
    const bidi =
      [0x061c, 0x200e, 0x200f, 0x2028, 0x2029].includes(code) || (code >= 0x202a && code <= 0x202e);
    return !control && !bidi && !(code >= 0x2066 && code <= 0x2069) && code !== 0xfeff;
  });

describe('what an error says', () => {
  it('is one printable line of bounded length, whatever is in whichever part', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, anyText, (where, got, expected, hint) => {
        const line = complaintLine({ where, got, expected, hint });
        expect(line.length).toBeLessThanOrEqual(longestLine);
        expect(isPlain(line)).toBe(true);
        const { message } = new RelaxonError(where + got);
        expect(message.length).toBeLessThanOrEqual(longestLine);
        expect(isPlain(message)).toBe(true);
      }),
      { seed: 17, numRuns: 200 },
    );
  });

  it('keeps words, and both ends of what is long', () => {
    const complaint = { where: 'réseau 網.json', got: '"ä 😀"', expected: 'α', hint: 'β' };
    expect(complaintLine(complaint)).toBe('réseau 網.json: got "ä 😀", expected α. Try β.');
    expect(printable(`a\x1b[31mb\n\u202e\u200b\ud83d${'x'.repeat(0)}`)).toBe(
      'a\\x1b[31mb\\n\\u{202e}\\u{200b}\\u{d83d}',
    );
    const line = complaintLine({
      where: `start${'/x'.repeat(9999)}/net.json.layers`,
      got: 'a',
      expected: 'b',
    });
    expect(line).toMatch(/^start\/x.*\.\.\..*\/net\.json\.layers: got a, expected b\.$/);
    // No half characters at the cut.
    for (let n = 0; n < 4; n++) expect(printable('y'.repeat(n) + '😀'.repeat(99), 50)).not.toContain('\\u');
  });

  it('looks for no match of a name that nobody could have meant', () => {
    expect(nearest('stpes', ['steps', 'step'])).toBe('steps');
    expect(nearest('s'.repeat(100_000), ['s'.repeat(99_999)])).toBeUndefined();
  });
});

describe('the command line prints', () => {
  /** What a parser writes about arguments. */
  function said(args: readonly string[]): string {
    let written = '';
    const root = new Command('relaxon').exitOverride();
    root.configureOutput({
      writeErr: (text) => {
        written += text;
      },
    });
    const below = root.command('go').option('--steps <n>').exitOverride();
    below.action(() => {});
    withPrintableErrors(root);
    try {
      root.parse(args, { from: 'user' });
    } catch {
      return written;
    }
    return written;
  }

  it('no control characters of arguments', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const args of [['go', `--${text}`], [`x${text}`], ['go', text, text], ['go', '--steps']]) {
          const lines = said(args).split('\n');
          expect(lines.length).toBeLessThanOrEqual(3);
          for (const line of lines) {
            expect(line.length).toBeLessThanOrEqual(longestLine);
            expect(isPlain(line)).toBe(true);
          }
        }
      }),
      { seed: 18, numRuns: 60 },
    );
  });

  it('the option that was meant', () => {
    expect(said(['go', '--stpes', '3'])).toBe("error: unknown option '--stpes'\n(Did you mean --steps?)\n");
  });

  it('a refusal in one line, and the stack of what was not foreseen in printable ones', () => {
    const refused = () => refuse({ where: 'a\nb', got: '\x1b[2J', expected: 'c' });
    expect(refused).toThrow(InputError);
    expect(errorText(new Error('torn\x1b[2J\nline'))).toMatch(
      /^relaxon: unexpected error: Error: torn\\x1b\[2J\nline\n/,
    );
    const lines = String(errorText(new Error('x\n'.repeat(99_999)))).split('\n');
    expect(lines.length).toBeLessThan(100);
  });
});
