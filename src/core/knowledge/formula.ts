/**
 * Arithmetic of the `derived` figures in content: + - * / ^ with the usual order, parentheses,
 * min(a, b), max(a, b), floor(a), numbers and names. A small language of its own so that content
 * stays data: nothing in it can run code.
 */
export type Formula = (variables: Readonly<Record<string, number>>) => number;

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  floor: Math.floor,
};

/** Compiles `text`. Throws with the place of the mistake: formulas are ours, so a bad one must fail the build. */
export function compileFormula(text: string): Formula {
  const tokens = text.match(/\d+(?:\.\d+)?|[a-z_]\w*|\S/gi) ?? [];
  let at = 0;
  const fail = (expected: string): never => {
    throw new Error(`formula "${text}": expected ${expected}, found ${tokens[at] ?? "the end"}`);
  };
  const take = (token: string): void => {
    if (tokens[at] !== token) fail(`"${token}"`);
    at++;
  };

  function primary(): Formula {
    const token = tokens[at++] ?? fail("a value");
    if (/^\d/.test(token)) return () => Number(token);
    if (token === "(") {
      const inner = sum();
      take(")");
      return inner;
    }
    if (!/^[a-z_]/i.test(token)) {
      at--;
      fail("a value");
    }
    const call = functions[token];
    if (call && tokens[at] === "(") {
      const parameters: Formula[] = [];
      do {
        at++;
        parameters.push(sum());
      } while (tokens[at] === ",");
      take(")");
      return (variables) => call(...parameters.map((parameter) => parameter(variables)));
    }
    return (variables) => variables[token] ?? Number.NaN;
  }

  function power(): Formula {
    const base = primary();
    if (tokens[at] !== "^") return base;
    at++;
    const exponent = power();
    return (variables) => base(variables) ** exponent(variables);
  }

  function product(): Formula {
    let left = power();
    for (let sign = tokens[at]; sign === "*" || sign === "/"; sign = tokens[at]) {
      at++;
      const [a, b, multiply] = [left, power(), sign === "*"];
      left = (variables) => (multiply ? a(variables) * b(variables) : a(variables) / b(variables));
    }
    return left;
  }

  function sum(): Formula {
    let left = product();
    for (let sign = tokens[at]; sign === "+" || sign === "-"; sign = tokens[at]) {
      at++;
      const [a, b, add] = [left, product(), sign === "+"];
      left = (variables) => (add ? a(variables) + b(variables) : a(variables) - b(variables));
    }
    return left;
  }

  const formula = sum();
  if (at < tokens.length) fail("the end");
  return formula;
}
