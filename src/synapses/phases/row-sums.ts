import { groupOf, groupSum, inGroup, inSpan, spanOf } from './spans.js';

/** Groups in a span. */
const inOne = inSpan / inGroup;

/**
 * Sums of a row after each of many changes to it, as `Spans` takes them. Level by level: first what groups come to after each
 * change, then spans, then the row, so that hardly any addition waits for the one before.
 */
export class RowSums {
  /** By change; in turn what its group, its span, the row come to after it. */
  after = new Float64Array(64);
  /** Before the first. */
  before = 0;
  /** Of each change, the number that changes, -1 of none, and what it becomes; then the group. */
  private places = new Int32Array(64);
  private values = new Float64Array(64);
  private readonly groups: Float64Array;
  readonly spans: Float64Array;

  /** @param size of a row */
  constructor(private readonly size: number) {
    this.spans = new Float64Array(Math.ceil(size / inSpan));
    // Where there are fewer than a span has, the others are 0, which changes no sum.
    this.groups = new Float64Array(this.spans.length * inOne);
  }

  /** There will be so many changes at most. */
  begin(changes: number): void {
    if (changes <= this.after.length) return;
    this.after = new Float64Array(2 * changes);
    this.places = new Int32Array(2 * changes);
    this.values = new Float64Array(2 * changes);
  }

  /** By the k-th change, the i-th number becomes this. */
  put(k: number, i: number, value: number): void {
    this.places[k] = i;
    this.values[k] = value;
  }

  /** The k-th changes nothing. */
  pass(k: number): void {
    this.places[k] = -1;
  }

  /** So many changes happen to a row that begins there. */
  run(column: Float64Array, row: number, count: number): void {
    this.addUp(column, row);
    this.changeGroups(column, row, count);
    this.changeSpans(count);
    this.changeRow(count);
  }

  /** As it is. */
  private addUp(column: Float64Array, row: number): void {
    const { groups, spans } = this;
    const end = row + this.size;
    for (let group = 0, from = row; from < end; group++, from += inGroup)
      groups[group] = groupSum(column, from, Math.min(from + inGroup, end));
    let sum = 0;
    for (let span = 0; span < spans.length; span++) {
      spans[span] = sumOfSpan(groups, span * inOne);
      sum += spans[span];
    }
    this.before = sum;
  }

  private changeGroups(column: Float64Array, row: number, count: number): void {
    const { after, places, values } = this;
    const end = row + this.size;
    for (let k = 0; k < count; k++) {
      const i = places[k];
      if (i < 0) continue;
      column[row + i] = values[k];
      const group = groupOf(i);
      places[k] = group;
      const from = row + group * inGroup;
      after[k] = groupSum(column, from, Math.min(from + inGroup, end));
    }
  }

  private changeSpans(count: number): void {
    const { after, places, groups } = this;
    for (let k = 0; k < count; k++) {
      const group = places[k];
      if (group < 0) continue;
      groups[group] = after[k];
      const span = spanOf(group);
      places[k] = span;
      after[k] = sumOfSpan(groups, span * inOne);
    }
  }

  private changeRow(count: number): void {
    const { after, places, spans } = this;
    let sum = this.before;
    for (let k = 0; k < count; k++) {
      if (places[k] >= 0) {
        spans[places[k]] = after[k];
        sum = 0;
        for (let span = 0; span < spans.length; span++) sum += spans[span];
      }
      after[k] = sum;
    }
  }
}

function sumOfSpan(g: Float64Array, i: number): number {
  return g[i] + g[i + 1] + g[i + 2] + g[i + 3] + g[i + 4] + g[i + 5] + g[i + 6] + g[i + 7];
}
