import { printable } from '../../errors.js';
import type { ProgressFields, ProgressOptions } from './types.js';

/** Keeps count, and says how fast it goes. */
export interface Meter {
  readonly done: number;
  update(done: number, fields: ProgressFields): void;
  /** Count, speed, time left and fields. */
  text(): string;
}

/** A meter whose speed is the mean since it was made: time left then holds for work that comes in uneven pieces. */
export function createMeter({
  total,
  unit,
  start = 0,
  now = () => performance.now(),
}: ProgressOptions): Meter {
  const begin = now();
  let done = start;
  let fields: ProgressFields = {};
  return {
    get done() {
      return done;
    },
    update(count, shown) {
      done = count;
      fields = shown;
    },
    text() {
      const seconds = (now() - begin) / 1000;
      const rate = seconds > 0 ? (done - start) / seconds : 0;
      const time =
        done < total ? rate > 0 && `${duration((total - done) / rate)} left` : `in ${duration(seconds)}`;
      const parts = Object.entries(fields).map(([name, value]) => `${name} ${brief(value)}`);
      return [`${done}/${total} ${unit}s`, rate > 0 && `${brief(rate)} ${unit}s/s`, time, ...parts]
        .filter(Boolean)
        .join(', ');
    },
  };
}

function brief(value: string | number): string {
  if (typeof value === 'string') return printable(value, 100);
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

function duration(seconds: number): string {
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}
