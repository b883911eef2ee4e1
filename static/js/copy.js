// <button data-copy="text"> or <button data-copy-from="#id">, with data-copied="what to say afterwards".
import { say } from "./toasts.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
  const text = source ? (source.value ?? source.textContent.trim()) : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
    say(button.dataset.copied || text);
  } catch {
    source?.select?.(); // without permission: marked, for the person to copy
  }
});
