import type { Signal } from './signal.js';

/**
 * The protocol runner's voice. Neurons hear it one after the other, in the order of their nodes. It is no Observable: there an error
 * of one of them would come out later, to nobody, and the rest would go on as if nothing had happened.
 */
export class Signals {
  private readonly led: ((signal: Signal) => void)[] = [];

  /** @param hear called with every signal */
  lead(hear: (signal: Signal) => void): void {
    this.led.push(hear);
  }

  next(signal: Signal): void {
    for (let i = 0; i < this.led.length; i++) this.led[i](signal);
  }
}
