/** Loads once; `undefined` when it is there already. What failed is tried again by whoever asks next. */
export function once(load: () => void | Promise<void>): () => Promise<void> | undefined {
  let loaded = false;
  let loading: Promise<void> | undefined;
  return () => {
    if (loaded) return undefined;
    if (loading !== undefined) return loading;
    const begun = load();
    if (begun === undefined) {
      loaded = true;
      return undefined;
    }
    loading = begun.then(
      () => {
        loaded = true;
      },
      (why: unknown) => {
        loading = undefined;
        throw why;
      },
    );
    return loading;
  };
}
