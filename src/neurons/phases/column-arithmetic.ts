import type { Arithmetic } from '../../math/arithmetic.js';
import { numbers } from '../../math/numbers.js';

type Column = Float64Array;

/**
 * Arithmetic on columns of one length, number by number: each operation has a loop of its own, which is what makes it quick.
 * What it makes holds until `begin`.
 */
export class ColumnArithmetic implements Arithmetic<Column> {
  private readonly columns: Column[] = [];
  private used = 0;

  constructor(private readonly size: number) {}

  /** What was made is not needed any more. */
  begin(): this {
    this.used = 0;
    return this;
  }

  add(a: Column, b: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = a[k] + b[k];
    return out;
  }

  sub(a: Column, b: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = a[k] - b[k];
    return out;
  }

  mul(a: Column, b: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = a[k] * b[k];
    return out;
  }

  div(a: Column, b: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = a[k] / b[k];
    return out;
  }

  affine(a: Column, factor: number, offset: number): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = numbers.affine(a[k], factor, offset);
    return out;
  }

  ones(): Column {
    return this.next().fill(1);
  }

  sqrt(a: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = Math.sqrt(a[k]);
    return out;
  }

  exp(a: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = Math.exp(a[k]);
    return out;
  }

  relu(a: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = numbers.relu(a[k]);
    return out;
  }

  step(a: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = numbers.step(a[k]);
    return out;
  }

  tanh(a: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = Math.tanh(a[k]);
    return out;
  }

  tanhSlope(y: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = numbers.tanhSlope(y[k]);
    return out;
  }

  sigmoid(a: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = numbers.sigmoid(a[k]);
    return out;
  }

  sigmoidSlope(y: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = numbers.sigmoidSlope(y[k]);
    return out;
  }

  softplus(a: Column): Column {
    const out = this.next();
    for (let k = 0; k < out.length; k++) out[k] = numbers.softplus(a[k]);
    return out;
  }

  private next(): Column {
    const { columns, used } = this;
    if (used === columns.length) columns.push(new Float64Array(this.size));
    this.used++;
    return columns[used];
  }
}
