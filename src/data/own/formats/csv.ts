import Papa from 'papaparse';
import { refuse } from '../../../errors.js';
import { show } from '../../../schema.js';
import type { Content } from '../../idx.js';
import { TableSink } from '../table.js';
import type { Format, Request } from './format.js';

const delimiters = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const;

/** Text tables with names of columns in the first line (RFC 4180, any delimiter, any line end), read by Papa Parse. */
export const csv: Format = {
  about: 'CSV with a header',
  table: true,
  endings: ['csv', 'tsv', 'tab', 'txt', 'data'],
  read: (content, request) => {
    const text = textOf(content);
    const delimiter = request.delimiter ?? delimiterOf(content.file, text);
    const sink = parse(content.file, text, delimiter, request);
    return { samples: sink.samples(), notes: [`fields between ${nameOf(delimiter)}`] };
  },
};

const nameOf = (delimiter: string) => delimiters[delimiter as keyof typeof delimiters] ?? show(delimiter);

function textOf({ file, bytes }: Content): string {
  if (bytes.length === 0) refuseEmpty(file);
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) refuseEncoding(file, 'UTF-16');
  if (bytes.includes(0))
    refuse({ where: file, got: 'a byte 0', expected: 'a text', hint: 'an ending that says what it is' });
  try {
    // Takes a byte order mark away.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    return refuseEncoding(file, `bytes that are no UTF-8 in line ${lineOfFault(bytes)}`);
  }
}

function lineOfFault(bytes: Uint8Array): number {
  const text = new TextDecoder().decode(bytes);
  return text.slice(0, text.indexOf('\ufffd')).split(/\r\n?|\n/).length;
}

function refuseEncoding(file: string, got: string): never {
  return refuse({ where: file, got, expected: 'UTF-8', hint: 'saving it as UTF-8' });
}

function refuseEmpty(file: string): never {
  return refuse({ where: file, got: 'an empty file', expected: 'a line with the names of the columns' });
}

/** The one that parts the first line with anything in it most often. */
function delimiterOf(file: string, text: string): string {
  const first = text.split('\n').find((line) => line.trim() !== '');
  if (first === undefined) return refuseEmpty(file);
  const counts = Object.keys(delimiters).map((delimiter) => {
    const { data } = Papa.parse<string[]>(first, { delimiter, newline: '\n' });
    return { delimiter, fields: data[0]?.length ?? 0 };
  });
  const best = counts.reduce((most, one) => (one.fields > most.fields ? one : most));
  if (best.fields > 1) return best.delimiter;
  const hint = '--delimiter, if it is another one';
  return refuse({
    where: `${file} row 1`,
    got: `${show(first)}, a single column`,
    expected: `several columns between ${Object.values(delimiters).join(', ')}`,
    hint,
  });
}

function parse(file: string, text: string, delimiter: string, request: Request): TableSink {
  let sink: TableSink | undefined;
  let line = 1;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step: ({ data: cells, errors }) => {
      const at = line;
      line += 1;
      for (const cell of cells) if (cell.includes('\n')) line += cell.split('\n').length - 1;
      for (const { code } of errors) refuseQuotes(`${file} row ${at}`, code);
      if (cells.length === 1 && cells[0].trim() === '') return;
      const trimmed = cells.map((cell) => cell.trim());
      if (sink) sink.add(trimmed, at);
      else sink = new TableSink(file, trimmed, request, at);
    },
  });
  return sink ?? refuseEmpty(file);
}

function refuseQuotes(where: string, code: string): void {
  if (code !== 'MissingQuotes' && code !== 'InvalidQuotes') return;
  const got =
    code === 'MissingQuotes' ? 'a quoted field that does not end' : 'text after the end of a quoted field';
  refuse({ where, got, expected: 'fields in quotes as a whole', hint: 'two quotes for one within a field' });
}
