import { describe, expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { type DerivativeName, derivatives } from '../../src/neurons/derivatives.js';

/** What a derivative makes of 3, and which slopes it asked for on the way. */
function applied(name: DerivativeName): { value: number; asked: string[] } {
  const asked: string[] = [];
  const slopes = {
    get slope() {
      asked.push('slope');
      return 5;
    },
    get currentSlope() {
      asked.push('currentSlope');
      return 7;
    },
  };
  return { value: derivatives[name].times(numbers, 3, slopes), asked };
}

// The current slope costs a product in the batched engine and messages in the other: who does not need it must not ask.
describe('derivatives', () => {
  it.each([
    ['frozen', 15, ['slope'], false],
    ['current', 21, ['currentSlope'], true],
    ['none', 3, [], false],
  ] as const)('%s', (name, value, asked, moving) => {
    expect(applied(name)).toEqual({ value, asked });
    expect(derivatives[name].moving).toBe(moving);
    expect(derivatives[name].name).toBe(name);
  });
});
