import type { Command } from 'commander';
import { printable } from '../errors.js';

/** Has commander, too, say what is wrong in printable lines, whatever was typed; in a command and all below it. */
export function withPrintableErrors(command: Command): Command {
  command.configureOutput({ outputError: (text, write) => write(parserError(text)) });
  for (const below of command.commands) withPrintableErrors(below);
  return command;
}

/** What commander says of an error: one line, and one more of what was meant where it knows that. */
function parserError(text: string): string {
  const [, error, meant] = /^(.*?)(?:\n(\(Did you mean [^\n]*\)))?\n?$/su.exec(text) ?? [undefined, text];
  return [error, meant].map((line) => (line ? `${printable(line)}\n` : '')).join('');
}
