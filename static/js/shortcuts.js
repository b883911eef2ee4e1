// data-key="n" on a link, button or field: the key presses or focuses it. data-row marks rows that j and k walk;
// inside the current row data-row-key="e" wins. Ctrl+Enter submits the form one is in, Escape presses its [data-cancel].
// Keys work on an Arabic keyboard too (by place of the key), never while typing, and can be switched off.
const STORE = "shortcuts";
const off = () => localStorage.getItem(STORE) === "off";
const typing = (element) => element.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function name(event) {
  const ascii = /^[\x21-\x7e]$/.test(event.key) || event.key.length > 1;
  const key = ascii ? event.key : event.code.replace(/^Key/, "").toLowerCase();
  return `${event.altKey ? "alt+" : ""}${key}`;
}

function seen(element) {
  return element && element.getClientRects().length > 0;
}

function press(element) {
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(seen);
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement.closest("[data-row]"));
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function inForm(event) {
  const form = event.target.closest?.("form");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  else if (form && event.key === "Escape" && !event.repeat) form.querySelector("[data-cancel]")?.click();
}

function list(dialog) {
  const table = dialog.querySelector("[data-shortcut-list]");
  const known = new Map();
  for (const element of document.querySelectorAll("[data-key], [data-row-key]")) {
    const key = element.dataset.key ?? element.dataset.rowKey;
    known.set(key, element.dataset.keyLabel || element.getAttribute("aria-label") || element.textContent.trim());
  }
  for (const row of table.querySelectorAll("[data-found]")) row.remove();
  for (const [key, label] of known) {
    const row = table.insertRow();
    row.dataset.found = "";
    const kbd = document.createElement("kbd");
    kbd.textContent = key.replace("alt+", "Alt ").replace("ArrowUp", "↑").replace("ArrowDown", "↓");
    row.insertCell().append(kbd);
    row.insertCell().textContent = label;
  }
}

function help() {
  const dialog = document.querySelector("#shortcuts");
  if (!dialog) return;
  list(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  inForm(event);
  if (event.ctrlKey || event.metaKey || event.defaultPrevented || off() || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const key = name(event);
  const row = document.activeElement.closest("[data-row]");
  const quoted = CSS.escape(key);
  const element = [row?.querySelector(`[data-row-key="${quoted}"]`), document.querySelector(`[data-key="${quoted}"]`)].find(Boolean);
  if (element) press(element);
  else if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "?") help();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-shortcuts]")) help();
});

const box = document.querySelector("[data-shortcuts-off]");
if (box) {
  box.checked = off();
  box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "off" : "on"));
}
