// Names in one value of a URL, with commas between them: a comma in a name is written as %2C.

export const namesText = (names) =>
  names.map((name) => name.replace(/[%,]/g, encodeURIComponent)).join(",");

export const parseNames = (text) =>
  (text ?? "")
    .split(",")
    .filter(Boolean)
    .map((name) => {
      try {
        return decodeURIComponent(name);
      } catch {
        return name;
      }
    });
