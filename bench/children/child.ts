import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { z } from 'zod';
import { fail, RelaxonError } from '../../src/errors.js';
import type { Contestant } from '../alternate.js';
import { errorSchema, readySchema, secondsSchema, turnSecondsSchema } from './replies.js';

type Process = ChildProcessByStdio<Writable, Readable, Readable>;

const alive = new Set<Process>();

/** Ends every child at once: for when this process is asked to stop. */
export function killChildren(): void {
  for (const process of alive) process.kill('SIGKILL');
}

/** How to start a child. */
export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A process that does timed work on request: one line of JSON in, one line of JSON out. It computes only between a
 * request and its reply, so several can wait while one works. It ends when its standard input closes, so it does
 * not outlive us, however we end.
 */
export class Child {
  private readonly waiting: ((line: string | undefined) => void)[] = [];
  private readonly lines: string[] = [];
  private ended: string | undefined;
  private errors = '';

  private constructor(
    readonly name: string,
    private readonly process: Process,
  ) {
    alive.add(process);
    createInterface({ input: process.stdout }).on('line', (line) => this.hear(line));
    process.stderr.on('data', (data: Buffer) => {
      this.errors = (this.errors + data.toString()).slice(-4000);
    });
    process.on('error', (error) => this.end(error.message));
    process.on('close', (code, signal) => this.end(signal ? `signal ${signal}` : `exit code ${code}`));
    // A child that died has closed its end; `close` tells why.
    process.stdin.on('error', () => {});
  }

  /** Starts a child, and waits until it is ready. @returns it, and what it says about itself */
  static async start(
    name: string,
    { command, args, env }: ChildOptions,
  ): Promise<{ child: Child; info: Readonly<Record<string, unknown>> }> {
    const stdio = ['pipe', 'pipe', 'pipe'] as const;
    const started = spawn(command, [...args], { stdio: [...stdio], env: { ...process.env, ...env } });
    const child = new Child(name, started as Process);
    try {
      return { child, info: (await child.reply(readySchema)).ready };
    } catch (error) {
      await child.close();
      throw error;
    }
  }

  /** Sends a request and gives the reply. @throws {RelaxonError} when the child reports an error, or has ended */
  async ask<S extends z.ZodType>(request: object, schema: S): Promise<z.infer<S>> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    return this.reply(schema);
  }

  /** Something that this child can be timed with. */
  contestant(run: string): Contestant {
    return { run: async (repeats) => (await this.ask({ run, repeats }, secondsSchema)).seconds };
  }

  /** Has it take turns with itself. @param repeats of each contestant in a turn @returns the seconds of each turn */
  async takeTurns(
    repeats: Readonly<Record<string, number>>,
    rounds: number,
  ): Promise<Record<string, number[]>> {
    return (await this.ask({ turns: repeats, rounds }, turnSecondsSchema)).seconds;
  }

  /** Lets it end, and waits until it has. */
  async close(): Promise<void> {
    this.process.stdin.end();
    const killer = setTimeout(() => this.process.kill('SIGKILL'), 5000);
    while (this.ended === undefined) await this.line();
    clearTimeout(killer);
  }

  private async reply<S extends z.ZodType>(schema: S): Promise<z.infer<S>> {
    const line = await this.line();
    if (line === undefined) {
      return fail({
        where: this.name,
        got: `${this.ended}${this.errors ? `: ${this.lastWords()}` : ''}`,
        expected: 'a reply',
      });
    }
    const value: unknown = JSON.parse(line);
    const failed = errorSchema.safeParse(value);
    if (failed.success) throw new RelaxonError(`${this.name}: ${failed.data.error}`);
    return schema.parse(value);
  }

  private line(): Promise<string | undefined> {
    const line = this.lines.shift();
    if (line !== undefined || this.ended !== undefined) return Promise.resolve(line);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private hear(line: string): void {
    // Libraries print greetings; replies are objects.
    if (!line.startsWith('{')) return;
    const waiting = this.waiting.shift();
    if (waiting) waiting(line);
    else this.lines.push(line);
  }

  private end(how: string): void {
    this.ended ??= how;
    alive.delete(this.process);
    for (const waiting of this.waiting.splice(0)) waiting(undefined);
  }

  // The line that names the error, of all that a runtime prints around it.
  private lastWords(): string {
    const lines = this.errors.trim().split('\n');
    const named = lines.findLast((line) => /^(\S*(Error|Exception)\b|FATAL ERROR)/.test(line));
    return named ?? lines[lines.length - 1];
  }
}
