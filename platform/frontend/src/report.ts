/** Keeps a report on the page up to date: rows while they come, the server's own rendering once all is known. */
import type { Charts } from "./chart";
import { keepingFocus } from "./focus";
import { Pace } from "./pace";
import { need, outcomeWords, say, shortNumber, verdictWords } from "./page";
import { enrich } from "./rich";
import { StopButton } from "./stop";
import { follow, type Followed, type GradingEvent } from "./stream";
import { progressOf, spokenTally, tally } from "./tally";

/** One check as the event stream and the report both carry it, in the reader's language. */
export interface Check {
  test: string;
  title?: string;
  outcome?: string;
  verdict?: string;
  points?: number;
  max_points?: number;
  message?: string;
  hint?: string;
}

const SPRITE = "#mark-";

function setMark(mark: Element | null, name: string): void {
  mark?.querySelector("use")?.setAttribute("href", SPRITE + name);
}

function paragraph(tag: "p" | "pre", className: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** What is said below a check that did not pass, in the shape the server gives it too. */
function explanation(check: Check): HTMLElement[] {
  const parts: HTMLElement[] = [];
  const [first = "", ...rest] = (check.message ?? "").split("\n");
  if (first) parts.push(paragraph("p", "check__message", first));
  if (rest.length > 0) parts.push(paragraph("pre", "listing listing--wrap", rest.join("\n")));
  if (check.hint) parts.push(foldedHint(check.hint));
  return parts;
}

/** A hint that is read only by those who open it. */
function foldedHint(text: string): HTMLElement {
  const hint = document.createElement("details");
  hint.className = "check__hint";
  const label = document.createElement("summary");
  label.textContent = say("hint");
  const words = paragraph("p", "", text);
  words.dataset["rich"] = "";
  hint.append(label, words);
  return hint;
}

/** Follows one submission and shows it inside `root`, the element that holds status, verdict and rows. */
export class ReportView {
  private readonly status: HTMLElement;
  private readonly stopping: StopButton;
  private stopFollowing: (() => void) | undefined;
  private readonly pace: Pace;
  private charts: Charts | undefined;
  private turn = 0;

  constructor(private readonly root: HTMLElement) {
    this.status = need<HTMLElement>(root, "[data-status]");
    this.pace = new Pace(root);
    this.stopping = new StopButton(root, (sentence) => this.announce(sentence));
    this.revive();
  }

  /** Put every row back to waiting, as before a grading; `only` leaves the other visibilities alone. */
  reset(visibilities: readonly string[]): void {
    keepingFocus(this.root, () => this.clear(visibilities));
  }

  private clear(visibilities: readonly string[]): void {
    this.root.querySelector("[data-extra]")?.replaceChildren();
    const live = this.root.querySelector<HTMLElement>("[data-live]");
    live?.replaceChildren();
    if (live) live.hidden = true;
    this.charts = undefined;
    this.turn += 1;
    this.pace.reset();
    this.root.querySelector("[data-verdict]")?.replaceChildren();
    for (const row of this.rows()) {
      const runs = visibilities.includes(row.dataset["visibility"] ?? "public");
      this.dress(row, runs ? "waiting" : "idle");
      row.querySelector("[data-body]")?.replaceChildren();
      const points = need<HTMLElement>(row, "[data-points]");
      points.textContent = points.dataset["blank"] ?? "";
      delete row.dataset["arrived"];
    }
    tally(this.root, this.rows());
  }

  /** Say one thing about the grading, aloud to those who listen. */
  announce(sentence: string): void {
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
  }

  /** Follow a submission to its end, then show the page's own report of it. */
  watch(followed: Followed, pageUrl: string, stopUrl?: string): Promise<void> {
    this.stopFollowing?.();
    if (stopUrl) this.stopping.offer(stopUrl);
    return new Promise((resolve) => {
      this.stopFollowing = follow(followed, {
        onEvent: (event) => this.apply(event),
        onSilence: (lost) => {
          if (lost) this.announce(say("offline"));
        },
        onDone: () => void this.settle(pageUrl).finally(resolve),
      });
    });
  }

  private apply({ kind, data }: GradingEvent): void {
    if (kind === "waiting") this.queue(data);
    else if (kind === "started") this.start(data);
    else if (kind === "check") this.show(data as unknown as Check);
    else if (kind === "live") void this.plot(data);
    else this.conclude(data);
  }

  /** It waits for its turn, or for something that its turn alone does not bring; its place is not announced. */
  private queue(data: Record<string, unknown>): void {
    const why = String(data["why"] ?? "");
    if (why || this.status.textContent !== say("sent")) this.announce(why || say("queued"));
    this.pace.wait(Number(data["ahead"] ?? 0));
  }

  private start(data: Record<string, unknown>): void {
    this.announce(say("grading"));
    this.pace.count(...progressOf(this.rows()));
    const row = typeof data["test"] === "string" ? this.row(data["test"]) : undefined;
    if (row?.dataset["outcome"] === "waiting") this.dress(row, "running");
  }

  private show(check: Check): void {
    const row = this.row(check.test);
    if (row === undefined) return;
    const outcome = check.outcome ?? "running";
    this.dress(row, outcome, check.verdict);
    if (outcome === "running") return;
    row.dataset["arrived"] = "";
    need(row, "[data-points]").textContent = say("points", {
      points: shortNumber(check.points ?? 0),
      max: shortNumber(check.max_points ?? 0),
    });
    need(row, "[data-body]").replaceChildren(...(outcome === "passed" ? [] : explanation(check)));
    enrich(row);
    const rows = this.rows();
    tally(this.root, rows);
    this.pace.count(...progressOf(rows));
  }

  /** Points of a curve that a training exercise reports. */
  private async plot(data: Record<string, unknown>): Promise<void> {
    const { turn } = this;
    const { Charts } = await import("./chart");
    const region = this.root.querySelector<HTMLElement>("[data-live]");
    if (region === null || turn !== this.turn) return;
    this.charts ??= new Charts(region);
    this.charts.add(data);
  }

  private conclude(data: Record<string, unknown>): void {
    const verdict = String(data["verdict"] ?? "");
    const told = verdictWords(verdict);
    const region = this.root.querySelector<HTMLElement>("[data-verdict]");
    const blank = document.querySelector<HTMLTemplateElement>("#verdict-blank");
    if (region && blank) {
      region.replaceChildren(blank.content.cloneNode(true));
      const banner = need<HTMLElement>(region, ".verdict");
      banner.dataset["tone"] = told.tone;
      setMark(banner.querySelector(".verdict__mark"), told.mark);
      need(banner, "[data-words]").textContent = String(data["verdict_text"] ?? told.words);
    }
    keepingFocus(this.root, () => this.stopping.withdraw());
    this.pace.end();
    const finished = say("finished", { verdict: String(data["verdict_text"] ?? told.words) });
    this.announce(`${finished} ${spokenTally(this.root)}`.trim());
  }

  /** Replace what is live by the server's rendering, which also holds output, usage and counter-examples. */
  private async settle(pageUrl: string): Promise<void> {
    const { turn } = this;
    try {
      const answer = await fetch(pageUrl, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn !== this.turn) return; // another grading has begun meanwhile
      this.charts = undefined;
      this.turn += 1;
      keepingFocus(this.root, () => this.replaceBy(page));
      this.revive();
    } catch {
      // The rows already tell the verdict; what they lack is one reload away.
    }
  }

  private replaceBy(page: Document): void {
    for (const part of ["[data-verdict]", "[data-live]", "[data-tallies]", "[data-extra]"]) {
      const fresh = page.querySelector(part);
      if (fresh) this.root.querySelector(part)?.replaceWith(document.adoptNode(fresh));
    }
    for (const fresh of page.querySelectorAll<HTMLElement>("[data-test]")) {
      this.row(fresh.dataset["test"] ?? "")?.replaceWith(document.adoptNode(fresh));
    }
  }

  /** What the server drew, with what only scripts can add. */
  private revive(): void {
    if (this.root.querySelector("[data-heat-map], [data-copy]") === null) return;
    void import("./heat").then(({ offerCopies, readHeatMaps }) => {
      readHeatMaps(this.root);
      offerCopies(this.root);
    });
  }

  private rows(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-test]")];
  }

  private row(test: string): HTMLElement | undefined {
    return this.rows().find((row) => row.dataset["test"] === test);
  }

  private dress(row: HTMLElement, outcome: string, verdict = ""): void {
    const judged = outcome === "failed" && verdict !== "" && row.dataset["visibility"] === "public";
    const told = judged ? verdictWords(verdict) : outcomeWords(outcome);
    row.dataset["outcome"] = outcome;
    row.dataset["tone"] = told.tone;
    setMark(row.querySelector(".mark"), told.mark);
    need(row, "[data-outcome-words]").textContent = told.words;
  }
}
