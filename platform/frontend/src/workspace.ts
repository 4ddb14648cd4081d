/** The exercise page: editors, drafts, run and submit, and the report beside them. */
import type { EditorView } from "@codemirror/view";
import { type Sheet, showAdvice } from "./advice";
import { Drafts, type Files } from "./drafts";
import { openEditor, replaceText } from "./editor";
import { stepHints } from "./hints";
import { need, say, styleNonce } from "./page";
import { ReportView } from "./report";
import { handIn, Refused, renewToken } from "./submit";
import { makeTabs } from "./tabs";

/** A grading that takes longer than this frees the buttons; its rows keep coming. */
const LONGEST_LOCK_MS = 15_000;

const EDITOR_PHRASES = ["Find", "Replace", "next", "previous", "all", "match case", "regexp", "by word", "replace",
  "replace all", "close", "current match", "on line", "Go to line", "go", "Fold line", "Unfold line"];

class Workspace {
  private readonly form: HTMLFormElement;
  private readonly results: HTMLElement;
  private readonly report: ReportView;
  private readonly error: HTMLElement;
  private readonly note: HTMLElement;
  private readonly areas: HTMLTextAreaElement[];
  private readonly drafts: Drafts;
  private readonly sheets = new Map<string, Sheet>();
  private busy = false;

  constructor(private readonly desk: HTMLElement) {
    this.form = need(desk, "form[data-work]");
    this.results = need(desk, "[data-results]");
    this.report = new ReportView(this.results);
    this.error = need(desk, "[data-error]");
    this.note = need(desk, "[data-note]");
    this.areas = [...this.form.querySelectorAll<HTMLTextAreaElement>("textarea[data-source]")];
    const csrf = this.form.querySelector<HTMLInputElement>('input[name="csrf_token"]')?.value ?? "";
    const { draftKey = location.pathname, draftUrl } = desk.dataset;
    this.drafts = new Drafts(`seodang:draft:${draftKey}`, draftUrl, csrf, (onServer) => {
      this.note.textContent = say(onServer ? "saved" : "savedHere");
    });
    this.openEditors();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const pressed = (event as SubmitEvent).submitter as HTMLButtonElement | null;
      void this.start(pressed?.value ?? "run");
    });
    this.resume();
  }

  private openEditors(): void {
    const phrases = Object.fromEntries(EDITOR_PHRASES.map((phrase) => [phrase, say(`editor ${phrase}`)]));
    const views = this.areas.map((area) =>
      openEditor(area, {
        nonce: styleNonce(),
        label: say("editorLabel", { name: area.dataset["source"] ?? "" }),
        describedBy: "editor-keys",
        phrases,
        onChange: () => this.changed(),
        onRun: () => void this.start("run"),
        onSubmit: () => void this.start("submit"),
      }),
    );
    const panels = this.areas.map((area) => area.closest<HTMLElement>(".source") ?? area);
    const show = makeTabs(panels, say("files"), (index) => views[index]?.requestMeasure());
    views.forEach((view, index) => {
      this.sheets.set(this.areas[index]?.dataset["source"] ?? "", { view, show: () => show(index) });
    });
    this.restore(views);
    showAdvice(this.results, this.sheets, false);
  }

  private restore(views: EditorView[]): void {
    const unsaved = this.drafts.unsaved();
    if (unsaved === undefined || this.desk.dataset["keep"] !== undefined) return;
    let restored = false;
    this.areas.forEach((area, index) => {
      const text = unsaved[area.dataset["source"] ?? ""];
      const view = views[index];
      if (text === undefined || text === area.value || view === undefined) return;
      replaceText(view, text);
      restored = true;
    });
    if (restored) this.note.textContent = say("restored");
  }

  private files(): Files {
    return Object.fromEntries(this.areas.map((area) => [area.dataset["source"] ?? "", area.value]));
  }

  private changed(): void {
    this.note.textContent = "";
    this.error.hidden = true;
    this.drafts.note(this.files());
  }

  /** A grading was under way when the page was opened: follow it. */
  private resume(): void {
    const { eventsUrl, statusUrl, reportUrl } = this.results.dataset;
    if (eventsUrl && statusUrl && reportUrl) void this.report.watch({ eventsUrl, statusUrl }, reportUrl);
  }

  private async start(mode: string): Promise<void> {
    if (this.busy) return;
    this.lock(true);
    this.error.hidden = true;
    let unlock: number | undefined;
    try {
      const sent = JSON.stringify(this.files());
      const accepted = await handIn(this.form, mode, say("unsent"));
      unlock = window.setTimeout(() => this.free(), LONGEST_LOCK_MS);
      this.drafts.settle(this.files());
      this.report.reset(mode === "run" ? ["public"] : ["public", "hidden"]);
      this.report.announce(say("sent"));
      const urls = { eventsUrl: accepted.events_url, statusUrl: accepted.status_url };
      await this.report.watch(urls, accepted.url, accepted.stop_url);
      showAdvice(this.results, this.sheets, sent === JSON.stringify(this.files()));
      this.free();
    } catch (problem) {
      this.lock(false);
      if (!(problem instanceof Refused)) throw problem;
      need(this.error, "[data-error-text]").textContent = problem.message;
      this.error.hidden = false;
    } finally {
      window.clearTimeout(unlock);
    }
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

const desk = document.querySelector<HTMLElement>("[data-workspace]");
if (desk) new Workspace(desk);
stepHints();
