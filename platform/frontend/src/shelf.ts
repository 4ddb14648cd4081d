/** Texts of one exercise that this browser keeps: what the server has not got, and what another text replaced. */

export type Files = Record<string, string>;

/** One text, and when it was typed by the server's clock. */
export interface Kept {
  id: string;
  files: Files;
  at: number;
  /** The revision of the draft that it grew out of. */
  base: string;
}

const FORGET_S = 30 * 24 * 3600;
const MOST = 6;

/** Do two texts say the same? */
export function same(one: Files, other: Files): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

export class Shelf {
  private readonly prefix: string;

  constructor(key: string) {
    this.prefix = `seodang:text:${key}:`;
  }

  /** A name for a text that nothing on the shelf has. */
  newId(): string {
    return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  }

  /** Everything on the shelf, newest first; what is too old or too much goes. */
  all(now: number): Kept[] {
    const found = this.read().sort((one, other) => other.at - one.at);
    const kept = found.filter((each, at) => at < MOST && now - each.at < FORGET_S);
    for (const each of found) if (!kept.includes(each)) this.drop(each.id);
    return kept;
  }

  /** Keep a text; false where a full or forbidden store keeps nothing. */
  put(kept: Kept): boolean {
    try {
      const { id, ...rest } = kept;
      localStorage.setItem(this.prefix + id, JSON.stringify(rest));
      return true;
    } catch {
      return false;
    }
  }

  drop(id: string): void {
    try {
      localStorage.removeItem(this.prefix + id);
    } catch {
      // nothing was kept either
    }
  }

  private read(): Kept[] {
    const found: Kept[] = [];
    try {
      for (const name of Object.keys(localStorage)) {
        if (!name.startsWith(this.prefix)) continue;
        const kept = JSON.parse(localStorage.getItem(name) ?? "{}") as Partial<Kept>;
        if (typeof kept.files !== "object" || typeof kept.at !== "number") continue;
        found.push({ id: name.slice(this.prefix.length), files: kept.files, at: kept.at, base: kept.base ?? "" });
      }
    } catch {
      // a store that cannot be read holds nothing of ours
    }
    return found;
  }
}
