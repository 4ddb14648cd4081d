/**
 * Sends a submission until an answer comes. While the connection is away it waits, says so, and tries again by itself
 * with the same token and the same text, so that exactly one submission results however often it was sent.
 */
import { keepingFocus } from "./focus";
import { need, say } from "./page";
import { type Accepted, handIn, Lost, Refused } from "./submit";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

export class Outbox {
  private readonly notice: HTMLElement;
  private wake: ((goOn: boolean) => void) | undefined;

  constructor(root: ParentNode) {
    this.notice = need(root, "[data-pending]");
    need(this.notice, "[data-pending-drop]").addEventListener("click", () => this.wake?.(false));
    window.addEventListener("online", () => this.wake?.(true));
  }

  /** Post what a form held when its button was pressed; Refused where the server or the student says no. */
  async deliver(url: string, body: FormData): Promise<Accepted> {
    try {
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
        try {
          return await handIn(url, body, say("unsent"));
        } catch (problem) {
          if (!(problem instanceof Lost)) throw problem;
        }
        this.tell(say("pending"));
        if (!(await this.rest(pause))) throw new Refused(say("dropped"));
      }
    } finally {
      this.tell("");
    }
  }

  /** Wait for the connection, or for a while; false where the student has had enough. */
  private async rest(pause: number): Promise<boolean> {
    const goOn = await new Promise<boolean>((resolve) => {
      this.wake = resolve;
      window.setTimeout(() => resolve(true), pause);
    });
    this.wake = undefined;
    return goOn;
  }

  private tell(words: string): void {
    const pane = this.notice.closest<HTMLElement>("section[id]") ?? this.notice;
    keepingFocus(pane, () => (this.notice.hidden = words === ""));
    const place = need(this.notice, "[data-pending-text]");
    if (place.textContent !== words) place.textContent = words;
  }
}
