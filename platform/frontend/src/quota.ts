/** How many tries are left, as the answer to the last one says. */

export interface Allowance {
  left: number;
  size: number;
  next_s: number;
  short: boolean;
  text: string;
}

export type Quota = Record<string, Allowance>;

/** Put the sentences of an answer where the page shows them; runs are only mentioned once they run short. */
export function showQuota(quota: Quota | undefined): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-quota]")) {
    const now = quota?.[element.dataset["quota"] ?? ""];
    if (!now) continue;
    element.textContent = now.text;
    element.hidden = element.dataset["quotaWhenShort"] !== undefined && !now.short;
  }
}
