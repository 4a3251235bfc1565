/** What is worked out when it is asked for, and then stays. */
export function putOff<V>(find: () => V): () => V {
  let found: { readonly value: V } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
}
