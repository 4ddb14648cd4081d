/** The exercise page: panes, editors, drafts, run and submit, and the report beside them. */
import { AutomaticRuns } from "./automatic";
import { CompareDialog } from "./compare";
import type { Preferences } from "./editor";
import { Gradings } from "./gradings";
import { stepHints } from "./hints";
import { markJumps } from "./jumps";
import { need, say } from "./page";
import { makePanes } from "./panes";
import { withPass } from "./pass";
import { ReportView } from "./report";
import type { Files } from "./shelf";
import { Texts } from "./texts";

const PHRASES = ["Find", "Replace", "next", "previous", "all", "match case", "regexp", "by word", "replace",
  "replace all", "close", "current match", "on line", "Go to line", "go", "Fold line", "Unfold line",
  "folded code", "unfold", "Diagnostics", "No diagnostics", "$ unchanged lines", "replaced $ matches",
  "replaced match on line $"];

function phrases(): Record<string, string> {
  return Object.fromEntries(PHRASES.map((phrase) => [phrase, say(`editor ${phrase}`)]));
}

function preferences({ dataset }: HTMLElement): Preferences {
  const { fontSize = "14", wrap, closeBrackets } = dataset;
  return { fontSize: Number(fontSize), wrap: wrap !== undefined, closeBrackets: closeBrackets !== undefined };
}

class Workspace {
  private readonly form: HTMLFormElement;
  private readonly results: HTMLElement;
  private readonly report: ReportView;
  private readonly texts: Texts;
  private readonly gradings: Gradings;
  private readonly automatic: AutomaticRuns;

  constructor(private readonly desk: HTMLElement) {
    this.form = need(desk, "form[data-work]");
    this.results = need(desk, "[data-results]");
    this.report = new ReportView(this.results);
    const words = phrases();
    const chosen = preferences(desk);
    const note = (text: string): void => {
      const place = need(desk, "[data-note]");
      if (place.textContent !== text) place.textContent = text;
    };
    let ready = false; // the editors may change the text while they are made
    this.texts = new Texts(desk, this.form, chosen, words, {
      onChange: () => ready && this.changed(),
      onRun: () => this.start("run"),
      onSubmit: () => this.start("submit"),
    }, note);
    this.gradings = new Gradings(this.form, this.results, this.report, this.texts, note);
    this.automatic = new AutomaticRuns(this.form, {
      shape: () => this.texts.shape(),
      begin: () => this.gradings.begin(),
      onIncomplete: () => note(say("incomplete")),
    }, (on) => this.rememberAutomatic(on));
    ready = true;
    const compare = new CompareDialog(desk.dataset["compareUrl"] ?? "", () => this.texts.files(), chosen, words);
    this.listen(compare);
    this.resume();
    makePanes(desk);
    markJumps();
  }

  private listen(compare: CompareDialog): void {
    this.form.addEventListener("submit", (event) => {
      const pressed = (event as SubmitEvent).submitter as HTMLButtonElement | null;
      event.preventDefault();
      if (pressed?.name !== "then") this.start(pressed?.value ?? "run");
      else if (pressed.value === "compare") void compare.open();
      else this.askToReset();
    });
    this.results.addEventListener("click", (event) => {
      const place = (event.target as Element).closest<HTMLElement>("a[data-file][data-line]");
      const { file = "", line = "1" } = place?.dataset ?? {};
      if (place && this.texts.goTo(file, Number(line))) event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.start(event.shiftKey ? "submit" : "run");
    });
  }

  private start(mode: string): void {
    this.automatic.ran();
    void this.gradings.start(mode);
  }

  private changed(): void {
    this.gradings.clearError();
    this.automatic.changed();
  }

  /** A grading was under way when the page was opened: follow it. */
  private resume(): void {
    const { eventsUrl, statusUrl, reportUrl, fits } = this.results.dataset;
    const remark = (): void => this.texts.remark(this.results, fits !== undefined && this.texts.untouched());
    if (eventsUrl && statusUrl && reportUrl) void this.report.watch({ eventsUrl, statusUrl }, reportUrl).then(remark);
    else remark();
  }

  private askToReset(): void {
    const dialog = need<HTMLDialogElement>(document, "[data-reset-dialog]");
    dialog.returnValue = "";
    dialog.addEventListener("close", () => dialog.returnValue === "reset" && this.reset(), { once: true });
    dialog.showModal();
  }

  private reset(): void {
    const starter = JSON.parse(need(document, "#starter").textContent ?? "{}") as Files;
    this.texts.replace(starter, "reset");
  }

  private rememberAutomatic(on: boolean): void {
    const body = new FormData();
    body.set("on", on ? "1" : "");
    // Where this fails the choice holds for this page only.
    void withPass((token) => {
      body.set("csrf_token", token);
      return fetch(this.desk.dataset["runOnPauseUrl"] ?? "", { method: "POST", body });
    }).catch(() => undefined);
  }
}

const desk = document.querySelector<HTMLElement>("[data-workspace]");
if (desk) new Workspace(desk);
stepHints();
