/** The button that ends a submission. Without scripts its form does the same and leads to the submission's page. */
import { say } from "./page";

export class StopButton {
  private readonly form: HTMLFormElement | null;
  private readonly words: string;

  constructor(
    root: HTMLElement,
    private readonly announce: (sentence: string) => void,
  ) {
    this.form = root.querySelector<HTMLFormElement>("form[data-stop]");
    this.words = this.button()?.lastChild?.textContent ?? "";
    this.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.stop();
    });
  }

  /** Let a submission be stopped that has just been made. */
  offer(url: string): void {
    if (this.form === null) return;
    this.form.action = url;
    this.form.hidden = false;
    this.dress(false);
  }

  /** There is nothing left to stop. */
  withdraw(): void {
    if (this.form) this.form.hidden = true;
  }

  private button(): HTMLButtonElement | null {
    return this.form?.querySelector("button") ?? null;
  }

  private dress(stopping: boolean): void {
    const button = this.button();
    button?.setAttribute("aria-disabled", String(stopping));
    if (button?.lastChild) button.lastChild.textContent = stopping ? say("stopping") : this.words;
  }

  private async stop(): Promise<void> {
    const form = this.form;
    if (form === null || this.button()?.getAttribute("aria-disabled") === "true") return;
    this.dress(true);
    this.announce(say("stopping"));
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
      if (answer.ok) return; // the end comes as an event, like any other
    } catch {
      // Offline: the button becomes live again.
    }
    this.dress(false);
    this.announce(say("unstopped"));
  }
}
