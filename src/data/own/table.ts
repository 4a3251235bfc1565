import { refuse } from '../../errors.js';
import { show } from '../../schema.js';
import { chooseColumns } from './columns.js';
import { Growing } from './growing.js';
import { asNumber, type Cell, isMissing, numberIn, refuseMissing } from './numbers.js';
import type { Raw, RawTargets, Samples } from './samples.js';

/** Which columns of a table are wanted. */
export interface Wanted {
  readonly inputColumns?: readonly string[] | undefined;
  readonly target?: readonly string[] | undefined;
  /** Without, only inputs are read. */
  readonly targets: boolean;
}

/** Takes the rows of a table one after the other, and keeps what is wanted of them. */
export class TableSink {
  private readonly inputs = new Growing();
  private readonly rows: number[] = [];
  private readonly cells: Raw[] = [];
  private readonly chosen: { readonly inputs: readonly number[]; readonly targets: readonly number[] };

  /** @param names of the columns, from the left @throws {InputError} on one without a name or twice, or unknown ones that are wanted */
  constructor(
    private readonly file: string,
    private readonly names: readonly string[],
    wanted: Wanted,
    /** Where the names stand. */
    private readonly first = 1,
  ) {
    this.checkNames();
    this.chosen = chooseColumns(file, names, wanted, wanted.targets);
  }

  /** @param row where it stands, as an editor shows it @throws {InputError} on a row of another length, or a cell that cannot be what it is to be */
  add(cells: readonly Cell[], row: number): void {
    const { names } = this;
    if (cells.length !== names.length) {
      const expected = `${names.length}, as in the first row`;
      refuse({ where: `${this.file} row ${row}`, got: `${cells.length} cells`, expected });
    }
    this.rows.push(row);
    for (const column of this.chosen.inputs)
      this.inputs.push(numberIn(cells[column], () => this.placeOf(row, column)));
    for (const column of this.chosen.targets) this.cells.push(this.target(cells[column], row, column));
  }

  /** All that was taken. @throws {InputError} when there was nothing */
  samples(): Samples {
    const { file, names, chosen, rows } = this;
    if (rows.length === 0) refuse({ where: file, got: 'no rows below the first', expected: 'at least one' });
    return {
      count: rows.length,
      shape: [chosen.inputs.length],
      inputs: this.inputs.take(),
      scale: 1,
      names: chosen.inputs.map((column) => names[column]),
      columns: names,
      ...(chosen.targets.length > 0 && { targets: this.rawTargets() }),
    };
  }

  private rawTargets(): RawTargets {
    const { cells, rows, names } = this;
    const { targets } = this.chosen;
    return {
      width: targets.length,
      names: targets.map((column) => names[column]),
      at: (sample, k) => cells[sample * targets.length + k],
      place: (sample, k) => this.placeOf(rows[sample], targets[k]),
    };
  }

  private target(cell: Cell, row: number, column: number): Raw {
    if (isMissing(cell)) refuseMissing(cell, this.placeOf(row, column));
    if (typeof cell === 'string') return cell;
    if (typeof cell === 'boolean') return String(cell);
    const value = asNumber(cell);
    if (value !== undefined) return value;
    return refuse({ where: this.placeOf(row, column), got: show(cell), expected: 'a number or a text' });
  }

  private placeOf(row: number, column: number): string {
    return `${this.file} row ${row}, column ${column + 1} (${this.names[column]})`;
  }

  private checkNames(): void {
    const { file, names, first: row } = this;
    for (const [i, name] of names.entries()) {
      const where = `${file} row ${row}, column ${i + 1}`;
      if (name === '')
        refuse({
          where,
          got: 'no name',
          expected: 'the name of the column',
          hint: 'taking out a column of row numbers',
        });
      const first = names.indexOf(name);
      if (first < i)
        refuse({ where, got: `${show(name)}, as in column ${first + 1}`, expected: 'a name of its own' });
    }
    if (names.length > 1 && names.every((name) => asNumber(name) !== undefined) && !areCounts(names)) {
      const got = `the numbers ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', ...' : ''}`;
      refuse({
        where: `${file} row ${row}`,
        got,
        expected: 'the names of the columns',
        hint: 'a first line with names',
      });
    }
  }
}

// What programs that have no names write above columns: 0, 1, 2, ...
const areCounts = (names: readonly string[]) =>
  names.every((name, i) => Number(name) === Number(names[0]) + i) && [0, 1].includes(Number(names[0]));
