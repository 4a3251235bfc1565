/** What was measured, as JSON; null where there is no finite number. */
export type Measurements = Readonly<Record<string, number | null | readonly (number | null)[]>>;

/** A number as JSON has it. */
export const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
