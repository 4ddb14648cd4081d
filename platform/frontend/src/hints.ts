/** Opens the next hint in place. Without scripts its form does the same and loads the page anew. */

async function open(form: HTMLFormElement): Promise<void> {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { html } = (await answer.json()) as { html: string };
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-hints]");
  const old = form.closest("[data-hints]");
  if (fresh === null || old === null) return;
  old.replaceWith(document.adoptNode(fresh));
  [...fresh.querySelectorAll<HTMLElement>("summary")].at(-1)?.focus();
}

/** Let every press on a hint's button stay on the page. */
export function stepHints(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("form[data-hint]")) return;
    event.preventDefault();
    if (form.dataset["busy"] !== undefined) return;
    form.dataset["busy"] = "";
    void open(form).catch(() => form.submit()); // as without scripts: the page then says what is wrong
  });
}
