/** A page that fills while something is graded: one submission, or the validation of a bundle. */
import { ReportView } from "./report";

const REFRESH_MS = 1000;

/** Follow the submission of this page, which may have been running for a while. */
function followSubmission(): void {
  const root = document.querySelector<HTMLElement>("[data-results]");
  const { eventsUrl, statusUrl, reportUrl } = root?.dataset ?? {};
  if (root === null) return;
  const report = new ReportView(root);
  if (eventsUrl && statusUrl && reportUrl) void report.watch({ eventsUrl, statusUrl }, reportUrl);
}

/** Fetch the page again and again and take over its changing part, until that part asks for no more. */
function refreshRegion(): void {
  const region = document.querySelector<HTMLElement>("[data-refresh]");
  if (region === null) return;
  window.setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("#progress");
      if (answer.ok && fresh) region.replaceWith(document.adoptNode(fresh));
      document.dispatchEvent(new Event("refreshed"));
    } catch {
      // Offline for a moment: what is shown stays, and the next turn asks again.
    }
    refreshRegion();
  }, REFRESH_MS);
}

followSubmission();
refreshRegion();
