import { refuse } from '../errors.js';

/** Values by name, made when they are read; what a rule's names allow and no statement sets or says is refused. */
export function known<V>(
  rule: string,
  of: string,
  names: readonly string[],
  make: (name: string) => V,
): Readonly<Record<string, V>> {
  return new Proxy<Record<string, V>>(
    {},
    {
      get(_, name) {
        if (names.includes(String(name))) return make(String(name));
        return refuse({
          where: `rule ${rule}`,
          got: `a formula that reads ${of}.${String(name)}`,
          expected: `something that it sets or says: ${names.join(', ') || 'nothing'}`,
        });
      },
    },
  );
}
