/** Runs and submissions of the desk: one asked for at a time, automatic ones in between. */
import { Outbox } from "./outbox";
import { need, say } from "./page";
import { stacked } from "./panes";
import type { ReportView } from "./report";
import { type Accepted, freshToken, handIn, Lost, Refused, renewToken } from "./submit";
import { same } from "./shelf";
import type { Texts } from "./texts";

/** A grading that takes longer than this frees the buttons; its rows keep coming. */
const LONGEST_LOCK_MS = 15_000;

export class Gradings {
  private readonly outbox: Outbox;
  private readonly error: HTMLElement;
  private busy = false;
  private sending = false;
  /** Counts the gradings, so that an older one ends without a word. */
  private turn = 0;
  /** The one that was asked for and is still followed; automatic ones do not push it aside. */
  private asked = 0;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly results: HTMLElement,
    private readonly report: ReportView,
    private readonly texts: Texts,
    private readonly note: (words: string) => void,
  ) {
    this.outbox = new Outbox(form);
    this.error = need(form, "[data-error]");
  }

  /** What was said about the last try no longer holds. */
  clearError(): void {
    this.error.hidden = true;
  }

  /** Hand in because a button was pressed. */
  async start(mode: string): Promise<void> {
    if (this.busy) return;
    this.lock(true);
    this.clearError();
    let timer: number | undefined;
    try {
      const files = this.texts.files();
      const body = this.body(mode);
      const accepted = await this.texts.drafts.during(() => this.outbox.deliver(this.form.action, body));
      timer = window.setTimeout(() => this.free(), LONGEST_LOCK_MS);
      if (stacked()) this.results.scrollIntoView({ block: "start" });
      this.asked = this.turn + 1;
      await this.follow(accepted, mode, files);
      this.free();
    } catch (problem) {
      this.lock(false);
      if (!(problem instanceof Refused)) throw problem;
      need(this.error, "[data-error-text]").textContent = problem.message;
      this.error.hidden = false;
    } finally {
      window.clearTimeout(timer);
    }
  }

  /** Run because typing paused; false where something that was asked for is under way. */
  begin(): boolean {
    if (this.busy || this.sending || this.asked > 0) return false;
    this.sending = true;
    void this.runQuietly().finally(() => (this.sending = false));
    return true;
  }

  private async runQuietly(): Promise<void> {
    const files = this.texts.files();
    const body = this.body("run");
    body.set("token", freshToken());
    body.set("automatic", "1");
    body.delete("base");
    try {
      const accepted = await handIn(this.form.action, body, "");
      // Its result comes when it comes; the next pause may ask again before that.
      if (!this.busy) void this.follow(accepted, "run", files);
    } catch (problem) {
      if (problem instanceof Refused && problem.message) this.note(problem.message);
      else if (!(problem instanceof Lost || problem instanceof Refused)) throw problem;
    }
  }

  /** Show what becomes of a submission, until another one takes its place. */
  private async follow(accepted: Accepted, mode: string, files: Record<string, string>): Promise<void> {
    const turn = ++this.turn;
    this.report.reset(mode === "run" ? ["public"] : ["public", "hidden"]);
    this.report.announce(say("sent"));
    const urls = { eventsUrl: accepted.events_url, statusUrl: accepted.status_url };
    await this.report.watch(urls, accepted.url, accepted.stop_url);
    if (turn === this.asked) this.asked = 0;
    if (turn === this.turn) this.texts.remark(this.results, same(files, this.texts.files()));
  }

  private body(mode: string): FormData {
    const body = new FormData(this.form);
    body.set("mode", mode);
    body.set("base", this.texts.drafts.base);
    return body;
  }

  /** What was handed in has been taken: the next press makes another submission. */
  private free(): void {
    renewToken(this.form);
    this.lock(false);
  }

  private lock(busy: boolean): void {
    this.busy = busy;
    for (const button of this.form.querySelectorAll<HTMLButtonElement>("button[name=mode]")) {
      button.setAttribute("aria-disabled", String(busy));
    }
  }
}
