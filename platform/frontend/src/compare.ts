/** The text on the desk beside an earlier submission. The list and the view are fetched when they are asked for. */
import type { Preferences } from "./editor";
import { need, say, styleNonce } from "./page";
import type { Files } from "./shelf";

interface Choice {
  id: number;
  text: string;
}

async function ask<T>(url: string): Promise<T> {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as T;
}

export class CompareDialog {
  private readonly dialog = need<HTMLDialogElement>(document, "[data-compare-dialog]");
  private readonly select = need<HTMLSelectElement>(this.dialog, "[data-compare-with]");
  private readonly views = need<HTMLElement>(this.dialog, "[data-compare-views]");
  private clear: () => void = () => undefined;

  constructor(
    private readonly url: string,
    private readonly files: () => Files,
    private readonly preferences: Preferences,
    private readonly phrases: Record<string, string>,
  ) {
    this.select.addEventListener("change", () => void this.show());
    this.dialog.addEventListener("close", () => this.empty());
  }

  /** Show the list, and the newest submission of it. */
  async open(): Promise<void> {
    this.dialog.showModal();
    this.tell("loading");
    try {
      const { choices } = await ask<{ choices: Choice[] }>(this.url);
      this.select.replaceChildren(...choices.map(({ id, text }) => new Option(text, String(id))));
      this.select.disabled = choices.length === 0;
      if (choices.length === 0) this.tell("compareNone");
      else await this.show();
    } catch {
      this.tell("compareFailed");
    }
  }

  private async show(): Promise<void> {
    const number = this.select.value;
    this.tell("loading");
    try {
      const [{ files }, { compare }] = await Promise.all([
        ask<{ files: Files }>(`${this.url}?with=${encodeURIComponent(number)}`),
        import("./merge"),
      ]);
      if (number !== this.select.value || !this.dialog.open) return;
      this.empty();
      const words = { before: say("compareThen", { number }), after: say("compareNow"), same: say("compareSame") };
      this.clear = compare(this.views, files, this.files(), {
        nonce: styleNonce(),
        preferences: this.preferences,
        phrases: this.phrases,
        words,
      });
      this.tell("");
    } catch {
      this.tell("compareFailed");
    }
  }

  private empty(): void {
    this.clear();
    this.clear = () => undefined;
    this.views.replaceChildren();
  }

  private tell(key: string): void {
    need(this.dialog, "[data-compare-status]").textContent = key && say(key);
  }
}
