/** How far a grading has come: its place in the queue, then its checks and seconds. It is seen and not announced. */
import { say } from "./page";

export class Pace {
  private readonly line: HTMLElement | null;
  private readonly words: HTMLElement | null;
  private readonly bar: HTMLProgressElement | null;
  private timer: number | undefined;
  private since = 0;
  private done = 0;
  private total = 0;

  constructor(root: ParentNode) {
    this.line = root.querySelector<HTMLElement>("[data-progress]");
    this.words = this.line?.querySelector<HTMLElement>("[data-progress-words]") ?? null;
    this.bar = this.line?.querySelector("progress") ?? null;
    this.since = performance.now() - 1000 * Number(this.line?.dataset["elapsed"] ?? 0);
  }

  /** It waits, and so many are served before. */
  wait(ahead: number): void {
    window.clearInterval(this.timer);
    this.since = 0; // the clock begins with the grading
    this.show(ahead > 0 ? say("ahead", { ahead }) : say("next"), false);
  }

  /** A grading was sent just now: its clock is to start anew. */
  reset(): void {
    this.since = 0;
    this.end();
  }

  /** It runs: so many checks of all have ended. */
  count(done: number, total: number): void {
    [this.done, this.total] = [done, total];
    this.since ||= performance.now();
    window.clearInterval(this.timer);
    this.timer = window.setInterval(() => this.tell(), 1000);
    this.tell();
  }

  /** There is nothing more to wait for. */
  end(): void {
    window.clearInterval(this.timer);
    if (this.line) this.line.hidden = true;
  }

  private tell(): void {
    const elapsed = Math.floor((performance.now() - this.since) / 1000);
    this.show(say("pace", { done: this.done, total: this.total, elapsed }), true);
    if (this.bar === null) return;
    this.bar.max = Math.max(this.total, 1);
    this.bar.value = this.done;
  }

  private show(words: string, runs: boolean): void {
    if (this.line === null || this.words === null) return;
    this.words.textContent = words;
    this.line.hidden = false;
    if (this.bar) this.bar.hidden = !runs;
  }
}
