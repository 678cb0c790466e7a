// What was typed and not sent yet, kept while the tab is open.

/** {read, write, remove} of one draft, a JSON value. */
export function draftOf(name) {
  const key = `draft ${name}`;
  const attempt = (work) => {
    try {
      return work();
    } catch {
      // Not kept where storage is forbidden or full.
      return null;
    }
  };
  return {
    read: () => attempt(() => JSON.parse(sessionStorage.getItem(key))),
    write: (value) => attempt(() => sessionStorage.setItem(key, JSON.stringify(value))),
    remove: () => attempt(() => sessionStorage.removeItem(key)),
  };
}
