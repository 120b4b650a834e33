export interface Size {
  width: number;
  height: number;
}

const STANDARD: Size = { width: 1024, height: 1024 };

const parse = (text: string): Size | null => {
  const found = /^(\d+)x(\d+)$/.exec(text);
  return found ? { width: Number(found[1]), height: Number(found[2]) } : null;
};

/** The wished size where the serving model has it, else its nearest in shape, then in area; its first when nothing was wished. Pure. */
export function sizeFor(valid: readonly string[] | null, wished: string | null): Size {
  const sizes = (valid ?? []).map(parse).filter((size) => size !== null);
  const wish = wished === null ? null : parse(wished);
  if (sizes.length === 0) return wish ?? STANDARD;
  if (!wish) return sizes[0] ?? STANDARD;
  const distance = (size: Size) =>
    Math.abs(Math.log(size.width / size.height / (wish.width / wish.height))) * 10 +
    Math.abs(Math.log((size.width * size.height) / (wish.width * wish.height)));
  return sizes.toSorted((a, b) => distance(a) - distance(b))[0] ?? STANDARD;
}
