/** What a call leaves once it has read all that it tells: on a device that is read later, numbers that are yet to come. */
export interface Reading<R> {
  /** Makes what is answered of the numbers, and does what depends on them: asked once, when they are there. */
  tell(): R;
  /** Instead of that, where they will not come: frees what waits for them. */
  forget?(): void;
}
