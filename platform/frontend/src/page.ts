/** What the server left in the page for the scripts: the nonce, the security token, the reader's words. */

export interface VerdictWords {
  words: string;
  tone: string;
  mark: string;
}

interface Strings {
  text: Record<string, string>;
  outcomes: Record<string, VerdictWords>;
  verdicts: Record<string, VerdictWords>;
}

let strings: Strings | undefined;

function loadStrings(): Strings {
  const read = <T>(id: string, missing: T): T =>
    JSON.parse(document.getElementById(id)?.textContent ?? "null") as T | null ?? missing;
  if (strings === undefined) {
    strings = read<Strings>("strings", { text: {}, outcomes: {}, verdicts: {} });
    Object.assign(strings.text, read("desk-strings", {}));
  }
  return strings;
}

/** A sentence in the reader's language, with `{name}` places filled in; the key itself where it is unknown. */
export function say(key: string, values: Record<string, string | number> = {}): string {
  const sentence = loadStrings().text[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** How an outcome of one check is told. */
export function outcomeWords(outcome: string): VerdictWords {
  return loadStrings().outcomes[outcome] ?? { words: outcome, tone: "calm", mark: "waiting" };
}

/** How a verdict of a whole submission is told. */
export function verdictWords(verdict: string): VerdictWords {
  return loadStrings().verdicts[verdict] ?? { words: verdict, tone: "calm", mark: "waiting" };
}

/** The nonce under which this page may add style sheets, as the editor does. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
}

/** The element for a selector, which the template promises to hold. */
export function need<T extends Element>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (found === null) throw new Error(`The page lacks ${selector}`);
  return found;
}

/** A number as the page writes it: at most two decimals and no trailing zeros. */
export function shortNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}
