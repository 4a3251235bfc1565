const mark = '\u0000-0';

/** JSON of finite numbers to the bit: JSON has -0, though JSON.stringify makes 0 of it. */
export function exactJson(value: unknown): string {
  let marked = false;
  const text = JSON.stringify(value, (_, part: unknown) => {
    if (part !== 0 || !Object.is(part, -0)) return part;
    marked = true;
    return mark;
  });
  return marked ? text.replaceAll(JSON.stringify(mark), '-0') : text;
}
