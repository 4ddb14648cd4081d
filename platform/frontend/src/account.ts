/** What makes the pages of an account easier: passwords that can be read, and the time zone of this browser. */

/** Put a button beside each password that shows it while it is pressed in; it is hidden again before it is sent. */
function showPasswords(): void {
  const template = document.querySelector<HTMLTemplateElement>("template[data-password-toggle]");
  const made = template?.content.querySelector("button");
  if (!made) return;
  for (const input of document.querySelectorAll<HTMLInputElement>('input[type="password"]')) {
    const button = made.cloneNode(true) as HTMLButtonElement;
    const frame = document.createElement("div");
    frame.className = "password";
    input.replaceWith(frame);
    frame.append(input, button);
    button.setAttribute("aria-controls", input.id);
    const show = (shown: boolean): void => {
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    };
    button.addEventListener("click", () => show(input.type === "password"));
    input.form?.addEventListener("submit", () => show(false));
  }
}

/** Name the time zone of this browser, and offer it where another one is chosen. */
function offerZone(): void {
  const line = document.querySelector<HTMLElement>("[data-zone]");
  const button = line?.querySelector<HTMLButtonElement>("[data-zone-use]");
  const select = document.querySelector<HTMLSelectElement>('select[name="timezone"]');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!line || !button || !select || !zone) return;
  const known = Array.from(select.options).some((option) => option.value === zone);
  const browsers = select.options[0];
  if (browsers?.value === "") browsers.text = `${browsers.text} (${zone})`;
  const update = (): void => {
    line.hidden = !known || select.value === "" || select.value === zone;
  };
  button.textContent = (button.dataset["zoneUse"] ?? "").replace("{zone}", zone);
  button.addEventListener("click", () => {
    select.value = zone;
    update();
    select.focus();
  });
  select.addEventListener("change", update);
  update();
}

/** Begin where something is wrong, which a screen reader then says with its reason. */
function goToMistake(): void {
  document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

showPasswords();
offerZone();
goToMistake();
