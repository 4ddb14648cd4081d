/** Curves of a training while they grow: the chart that the server draws too, filled point by point. */
import { need, say } from "./page";

type Row = readonly [step: number, low: number, high: number, median: number];
type Point = readonly [step: number, value: number];
type Place = readonly [x: number, y: number];

const LEFT = 46;
const TOP = 10;
const RIGHT = 470;
const BOTTOM = 186;
const TICKS = 5;
const MARGIN = 0.05;
const MOST = 600;
const SVG = "http://www.w3.org/2000/svg";

/** A little more than the values take, but nothing below zero where no value is. */
function spread(low: number, high: number): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const margin = high - low > size * 1e-6 ? (high - low) * MARGIN : size / 2 || 0.5;
  return [low >= 0 ? Math.max(low - margin, 0) : low - margin, high + margin];
}

/** Round numbers between `low` and `high`, a few of them. */
function niceTicks(low: number, high: number): number[] {
  const power = 10 ** Math.floor(Math.log10((high - low) / TICKS));
  const gap = [1, 2, 2.5, 5, 10].map((times) => times * power).find((each) => (high - low) / each <= TICKS) ?? power;
  const [first, last] = [Math.ceil(low / gap - 1e-9), Math.floor(high / gap + 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * gap).toPrecision(12)));
}

/** A value that arithmetic can work with: a training that diverges may report anything. */
function tame(value: number): number {
  return Math.abs(value) < 1e-30 ? 0 : Math.max(-1e30, Math.min(1e30, value));
}

function short(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e4)) return value.toExponential(3).replace(/\.?0+e/, "e");
  return String(Number(value.toPrecision(4)));
}

function scale(low: number, high: number, start: number, end: number): (value: number) => number {
  const factor = (end - start) / (high - low || 1);
  return (value) => Math.round((start + (value - low) * factor) * 10) / 10;
}

function path(points: readonly Place[]): string {
  return points.map(([x, y], at) => `${at ? "L" : "M"}${x} ${y}`).join("");
}

function element(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

function readBands(): Record<string, Row[]> {
  return JSON.parse(document.getElementById("bands")?.textContent ?? "{}") as Record<string, Row[]>;
}

/** One chart. A point that comes again takes the place of the first. */
class Chart {
  private readonly points = new Map<number, number>();
  private drawing = false;

  constructor(
    private readonly figure: HTMLElement,
    name: string,
    private readonly band: readonly Row[],
  ) {
    figure.dataset["name"] = name;
    need(figure, "[data-name-words]").textContent = name;
    need(figure, "svg").setAttribute("aria-label", say("curve", { name }));
    need<HTMLElement>(figure, "[data-band-key]").hidden = band.length === 0;
  }

  add(points: readonly Point[]): void {
    for (const [step, value] of points) this.points.set(step, tame(value));
    if (this.drawing) return;
    this.drawing = true;
    requestAnimationFrame(() => {
      this.drawing = false;
      this.draw();
    });
  }

  private draw(): void {
    const all = [...this.points].sort(([one], [other]) => one - other);
    const last = all.at(-1);
    if (last === undefined) return;
    const gap = Math.max(1, Math.ceil(all.length / MOST));
    const shown = all.filter((_, at) => at % gap === 0 || at === all.length - 1);
    const steps = [...all.map(([step]) => step), ...this.band.map(([step]) => step)];
    const values = [...all.map(([, value]) => value), ...this.band.flatMap(([, low, high]) => [low, high])];
    const start = steps.reduce((one, other) => Math.min(one, other));
    const end = steps.reduce((one, other) => Math.max(one, other), start + 1);
    const [lowest, highest] = spread(
      values.reduce((one, other) => Math.min(one, other)),
      values.reduce((one, other) => Math.max(one, other)),
    );
    const x = scale(start, end, LEFT, RIGHT);
    const y = scale(lowest, highest, BOTTOM, TOP);
    this.paths(shown, x, y);
    this.axes(niceTicks(start, end).filter(Number.isInteger), niceTicks(lowest, highest), x, y);
    this.tell(last);
  }

  private paths(shown: readonly Point[], x: (step: number) => number, y: (value: number) => number): void {
    const upper = this.band.map(([step, , high]): Place => [x(step), y(high)]);
    const lower = this.band.map(([step, low]): Place => [x(step), y(low)]).reverse();
    const median = this.band.map(([step, , , middle]): Place => [x(step), y(middle)]);
    this.set("[data-line]", path(shown.map(([step, value]): Place => [x(step), y(value)])));
    this.set("[data-band]", upper.length > 0 ? `${path([...upper, ...lower])}Z` : "");
    this.set("[data-median]", path(median));
  }

  private set(selector: string, d: string): void {
    need(this.figure, selector).setAttribute("d", d);
  }

  private axes(
    across: readonly number[],
    up: readonly number[],
    x: (step: number) => number,
    y: (value: number) => number,
  ): void {
    const words = (at: number) => ({ x: x(at), y: 204, "text-anchor": "middle" });
    need(this.figure, "[data-x-axis]").replaceChildren(...across.map((at) => element("text", words(at), short(at))));
    need(this.figure, "[data-y-axis]").replaceChildren(
      ...up.map((at) => element("text", { x: 40, y: y(at) + 4, "text-anchor": "end" }, short(at))),
    );
    need(this.figure, "[data-grid]").replaceChildren(
      ...up.map((at) => element("path", { d: `M${LEFT} ${y(at)}H${RIGHT}` })),
    );
  }

  private tell([step, value]: Point): void {
    const row = this.band.reduce<Row | undefined>(
      (best, each) => (best && Math.abs(best[0] - step) <= Math.abs(each[0] - step) ? best : each),
      undefined,
    );
    const inside = row && step >= (this.band[0]?.[0] ?? 0) && step <= (this.band.at(-1)?.[0] ?? 0);
    const told = { value: short(value), step };
    need(this.figure, "[data-latest]").textContent = inside
      ? say("pointInBand", { ...told, low: short(row[1]), high: short(row[2]) })
      : say("point", told);
  }
}

/** The charts of one submission, in the element that the server reserves for them. */
export class Charts {
  private readonly charts = new Map<string, Chart>();
  private readonly bands = readBands();

  constructor(private readonly region: HTMLElement) {}

  /** Draw points of a curve that a check reports. */
  add(data: Record<string, unknown>): void {
    const { test, name, points } = data;
    if (typeof test !== "string" || typeof name !== "string" || !Array.isArray(points)) return;
    const key = `${test} ${name}`;
    const chart = this.charts.get(key) ?? this.open(test, name);
    if (chart === undefined) return;
    this.charts.set(key, chart);
    chart.add(points as Point[]);
  }

  private open(test: string, name: string): Chart | undefined {
    const blank = document.querySelector<HTMLTemplateElement>("#chart-blank");
    if (blank === null) return undefined;
    // A chart that the server drew of the points so far is taken over: every point comes again.
    const drawn = [...this.region.querySelectorAll<HTMLElement>("[data-chart]")].find(
      (figure) => figure.dataset["curveOf"] === test && figure.dataset["name"] === name,
    );
    drawn?.remove();
    const figure = need<HTMLElement>(blank.content.cloneNode(true) as DocumentFragment, "[data-chart]");
    figure.dataset["curveOf"] = test;
    this.region.append(figure);
    this.region.hidden = false;
    return new Chart(figure, name, this.bands[name] ?? []);
  }
}
