/** A simulated time for reading, to three digits or so: `3.2 ms`, `900 ms`, `1.25 s`. */
export function timeWords(ns: number): string {
  const units = [["s", 1e9], ["ms", 1e6], ["µs", 1e3]] as const; // prettier-ignore
  const [unit, size] = units.find(([, one]) => ns >= one) ?? ["ns", 1];
  const figure = ns / size;
  return `${Number(figure.toFixed(figure < 10 ? 2 : figure < 100 ? 1 : 0))} ${unit}`;
}
