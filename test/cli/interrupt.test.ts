import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { interruptible, Stopped } from '../../src/cli/interrupt.js';

let now = 0;
vi.spyOn(performance, 'now').mockImplementation(() => now);
const exit = vi.spyOn(process, 'exit');
const said = vi.spyOn(process.stderr, 'write');
beforeEach(() => {
  exit.mockReset().mockImplementation(() => undefined as never);
  said.mockReset().mockReturnValue(true);
});
afterAll(() => void vi.restoreAllMocks());

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const hearing = (name: NodeJS.Signals) =>
  process.listeners(name).filter((listener) => listener.name === 'stop');

/** Sends signals to work that takes its time to save. @returns what came of it */
function send(names: readonly NodeJS.Signals[], pause: number, atTerminal: boolean): Promise<string> {
  return interruptible(async (signal) => {
    for (const name of names) {
      process.emit(name, name);
      now += pause;
    }
    return signal.aborted ? 'saved' : 'not asked';
  }, atTerminal);
}

describe('work that is asked to stop', () => {
  it.each<[string, NodeJS.Signals[], number, boolean]>([
    ['by a scheduler, many times', ['SIGTERM', 'SIGTERM', 'SIGTERM', 'SIGTERM'], 600, false],
    ['by a scheduler that sends SIGINT', ['SIGINT', 'SIGINT', 'SIGINT'], 600, false],
    ['by a terminal that is gone', ['SIGHUP', 'SIGTERM', 'SIGHUP'], 600, true],
    ['by one Ctrl-C that comes twice', ['SIGINT', 'SIGINT'], 50, true],
    ['by Ctrl-C, and then by a scheduler', ['SIGINT', 'SIGTERM', 'SIGTERM'], 600, true],
  ])('%s saves', async (_, names, pause, atTerminal) => {
    expect(await send(names, pause, atTerminal)).toBe('saved');
    expect(exit).not.toHaveBeenCalled();
    expect(said).toHaveBeenCalledTimes(1);
  });

  it('by Ctrl-C, and again, ends at once', async () => {
    await send(['SIGINT', 'SIGINT'], 600, true);
    expect(exit).toHaveBeenCalledWith(130);
    expect(said.mock.calls[0][0]).toContain('once more to stop at once');
  });

  it('with nothing to save says so', async () => {
    const work = interruptible(async (signal) => {
      process.emit('SIGTERM', 'SIGTERM');
      signal.throwIfAborted();
    }, false);
    await expect(work).rejects.toThrow(Stopped);
  });

  it('hears no signals when it is over', async () => {
    await send([], 0, false);
    for (const name of signals) {
      expect(hearing(name)).toEqual([]);
    }
  });

  it('goes on hearing where it was asked and the process is about to end, and not where it was not', async () => {
    vi.resetModules();
    // A copy of its own: what is said here holds for the rest of a process.
    const own = await import('../../src/cli/interrupt.js');
    own.hearToTheEnd();
    await own.interruptible(async () => {}, false);
    expect(hearing('SIGTERM')).toEqual([]);
    await own.interruptible(async () => void process.emit('SIGTERM', 'SIGTERM'), false);
    const left = hearing('SIGTERM');
    process.emit('SIGTERM', 'SIGTERM');
    for (const name of signals) for (const one of hearing(name)) process.off(name, one);
    expect(left).toHaveLength(1);
    expect(said).toHaveBeenCalledTimes(1);
  });
});
