import { Writable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProgress, type ProgressOptions } from '../../src/lab/progress.js';

/** A stream that remembers what was written, and a clock that stands until told to move. */
function scene(options: Partial<ProgressOptions> = {}, isTTY = false, columns = 120) {
  let written = '';
  const write = (chunk: unknown, _: unknown, done: () => void) => {
    // The escape character as a sign that can be read.
    written += String(chunk).replaceAll('\x1b', '␛');
    done();
  };
  const stream = Object.assign(new Writable({ write }), { isTTY, columns }) as unknown as NodeJS.WriteStream;
  const clock = { ms: 5000 };
  const now = () => clock.ms;
  const progress = createProgress({ total: 1000, unit: 'sample', label: 'epoch 1', stream, now, ...options });
  return { progress, clock, text: () => written, lines: () => written.split('\n').slice(0, -1) };
}

afterEach(() => vi.unstubAllEnvs());

describe('on a pipe', () => {
  it('a line appears every ten seconds, with speed, time left and fields', () => {
    const { progress, clock, lines } = scene();
    for (let i = 1; i <= 25; i++) {
      clock.ms += 1000;
      progress.update(20 * i, { loss: 1 / 3, epoch: '1/4' });
    }
    expect(lines()).toEqual([
      'epoch 1: 200/1000 samples, 20 samples/s, 40 s left, loss 0.333, epoch 1/4',
      'epoch 1: 400/1000 samples, 20 samples/s, 30 s left, loss 0.333, epoch 1/4',
    ]);
    clock.ms += 25_000;
    progress.update(1000, {});
    progress.stop();
    expect(lines().slice(2)).toEqual(['epoch 1: 1000/1000 samples, 20 samples/s, in 50 s']);
  });

  it('a short run shows one line, at its end, and a run that did nothing none', () => {
    const short = scene();
    short.clock.ms += 500;
    short.progress.update(1000, { loss: 1e-7 });
    short.progress.stop();
    short.progress.stop();
    expect(short.lines()).toEqual(['epoch 1: 1000/1000 samples, 2000 samples/s, in 1 s, loss 1e-7']);
    const idle = scene();
    idle.progress.stop();
    expect(idle.text()).toBe('');
  });

  it('an interrupted run shows how far it came', () => {
    const { progress, clock, lines } = scene();
    clock.ms += 2000;
    progress.update(10, {});
    progress.stop();
    expect(lines()).toEqual(['epoch 1: 10/1000 samples, 5 samples/s, 3 min 18 s left']);
  });

  it('what an earlier process did counts for the total and not for the speed', () => {
    const { progress, clock, lines } = scene({ start: 900, total: 20_000 });
    clock.ms += 10_000;
    progress.update(901, {});
    expect(lines()).toEqual(['epoch 1: 901/20000 samples, 0.1 samples/s, 53 h 3 min left']);
  });

  it('no time is told before anything is done', () => {
    const { progress, clock, lines } = scene();
    clock.ms += 10_000;
    progress.update(0, { phase: 'loading' });
    expect(lines()).toEqual(['epoch 1: 0/1000 samples, phase loading']);
  });

  it('notes are lines of their own, and there is no control sequence', () => {
    const { progress, text } = scene();
    progress.note('checkpoint written');
    progress.update(3, {});
    progress.stop();
    expect(text()).toBe('checkpoint written\nepoch 1: 3/1000 samples\n');
  });
});

describe('on a terminal', () => {
  /** What stands on each row in the end, for the few controls that a bar uses. */
  function screen(text: string): string[] {
    const rows = [''];
    let [row, column, saved] = [0, 0, 0];
    for (const [part, control] of text.matchAll(/(␛(?:[78]|\[[\d;?]*[A-Za-z])|[\r\n])|[^␛\r\n]+/g)) {
      if (!control) {
        rows[row] = rows[row].slice(0, column).padEnd(column) + part + rows[row].slice(column + part.length);
        column += part.length;
      } else if (part === '\n') {
        rows[++row] ??= '';
        column = 0;
      } else if (part === '␛7') saved = row;
      else if (part === '␛8') [row, column] = [saved, 0];
      else if (part === '␛[2K') rows[row] = '';
      else if (part === '␛[0K') rows[row] = rows[row].slice(0, column);
      else if (part === '\r' || part === '␛[1G') column = 0;
    }
    return rows;
  }

  it('one row is drawn over and over, and notes stay above it', () => {
    vi.stubEnv('NO_COLOR', '1');
    vi.stubEnv('TERM', 'xterm');
    const { progress, clock, text } = scene({}, true);
    clock.ms += 10_000;
    progress.update(500, { loss: 0.25 });
    progress.note('checkpoint 1');
    progress.note('checkpoint 2');
    clock.ms += 10_000;
    progress.update(1000, { loss: 0.125 });
    progress.stop();
    const rows = screen(text());
    expect(rows).toEqual([
      'checkpoint 1',
      'checkpoint 2',
      'epoch 1 ======================== 100 % 1000/1000 samples, 50 samples/s, in 20 s, loss 0.125',
      '',
    ]);
    expect(text()).toContain(
      'epoch 1 ============------------  50 % 500/1000 samples, 50 samples/s, 10 s left, loss 0.25',
    );
  });

  it('colour is used only where NO_COLOR is not set', () => {
    const colours = (value: string) => {
      vi.stubEnv('NO_COLOR', value);
      vi.stubEnv('TERM', 'xterm');
      const { progress, text } = scene({}, true);
      progress.stop();
      return text().includes('␛[36m');
    };
    expect(colours('')).toBe(true);
    expect(colours('1')).toBe(false);
  });

  it.each(['epoch 1', 'epoch '.repeat(20)])(
    'a narrow one is never overrun, nor colour left on: %s',
    (label) => {
      vi.stubEnv('NO_COLOR', '');
      vi.stubEnv('TERM', 'xterm');
      const { progress, text } = scene({ label }, true, 40);
      progress.update(500, { loss: 0.25, accuracy: 0.5, phase: 'relaxation' });
      progress.stop();
      const bars = text().match(/epoch[^\n]*?(?=␛\[0K)/g) ?? [];
      expect(bars.length).toBeGreaterThan(0);
      for (const bar of bars) {
        expect(bar).toMatch(/ \d+ %/);
        expect(bar.replace(/␛\[\d+m/g, '').length).toBeLessThanOrEqual(40);
        expect(bar.split('␛[36m')).toHaveLength(bar.split('␛[39m').length);
      }
    },
  );

  it('a dumb one gets lines', () => {
    vi.stubEnv('TERM', 'dumb');
    const { progress, text } = scene({}, true);
    progress.update(1, {});
    progress.stop();
    expect(text()).toBe('epoch 1: 1/1000 samples\n');
  });
});

it('quiet says nothing, whatever the stream', () => {
  for (const isTTY of [true, false]) {
    const { progress, clock, text } = scene({ quiet: true }, isTTY);
    clock.ms += 60_000;
    progress.update(500, {});
    progress.note('note');
    progress.stop();
    expect(text()).toBe('');
  }
});
