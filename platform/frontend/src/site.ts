/** What every page needs and only where it needs it: room to scroll, and one submission for each press of a button. */
import { watchConnection } from "./offline";

/** Let the keyboard scroll what is wider than its column; pages from Markdown cannot say so themselves. */
function makeScrollable(): void {
  for (const block of document.querySelectorAll<HTMLElement>(".prose pre, .table-scroll, .math.display, .math.long")) {
    if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
  }
}

/** Tell moments in the browser's time zone to readers who chose none; the page itself says them in UTC. */
function tellLocalTimes(): void {
  const two = (number: number): string => String(number).padStart(2, "0");
  for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join("-");
    if (element.dataset["local"] === "day") {
      element.textContent = day;
      continue;
    }
    const parts = new Intl.DateTimeFormat("en", { timeZoneName: "short" }).formatToParts(moment);
    const zone = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
    element.textContent = `${day} ${two(moment.getHours())}:${two(moment.getMinutes())} ${zone}`.trim();
  }
}

/** Ignore the second press of a button whose form is already on its way; coming back makes it live again. */
function guardForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset["sent"] !== undefined) event.preventDefault();
    else form.dataset["sent"] = "";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset["sent"];
  });
}

/** Reload quietly once the grading of the site has warmed up, so that the strip tells the truth. */
function watchWarmUp(): void {
  const strip = document.querySelector<HTMLElement>("[data-warming]");
  const url = strip?.dataset["warming"];
  if (!strip || !url) return;
  const timer = window.setInterval(async () => {
    try {
      const answer = (await (await fetch(url)).json()) as { grading?: string | { state?: string } };
      const state = typeof answer.grading === "string" ? answer.grading : answer.grading?.state;
      if (state !== "ready") return;
      strip.hidden = true;
      window.clearInterval(timer);
    } catch {
      // The site is restarting; the next turn asks again.
    }
  }, 2000);
}

makeScrollable();
tellLocalTimes();
guardForms();
watchWarmUp();
watchConnection();
