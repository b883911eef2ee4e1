// The server says something through the HX-Trigger header: {"toast": {"message": "…", "level": "good"}},
// or {"toast": "…"}. It is announced, stays for eight seconds and can be put away; an undo link may come with it:
// {"message", "action": {"label", "url"}} posts to the address.
const region = document.querySelector("#toasts");

function button(label) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button";
  element.textContent = label;
  return element;
}

function undo(action) {
  const element = button(action.label);
  element.addEventListener("click", () => {
    window.htmx?.ajax("POST", action.url, { target: action.target || "body", swap: action.swap || "none" });
    element.closest(".toast").remove();
  });
  return element;
}

export function say(message, { level = "plain", action = null } = {}) {
  if (!region) return;
  const toast = document.createElement("div");
  toast.className = `toast toast-${level}`;
  const text = document.createElement("span");
  text.dir = "auto";
  text.textContent = message;
  toast.append(text);
  if (action) toast.append(undo(action));
  const away = button("×");
  away.setAttribute("aria-label", region.dataset.dismiss);
  away.addEventListener("click", () => toast.remove());
  toast.append(away);
  region.append(toast);
  let clock = setTimeout(() => toast.remove(), 8000);
  const hold = () => clearTimeout(clock);
  const release = () => {
    hold();
    clock = setTimeout(() => toast.remove(), 8000);
  };
  toast.addEventListener("mouseenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("mouseleave", release);
  toast.addEventListener("focusout", release);
}

document.addEventListener("toast", (event) => {
  const { message, value, ...options } = event.detail;
  say(message ?? value, options);
});
document.addEventListener("htmx:responseError", () => say(region.dataset.failed, { level: "bad" }));
document.addEventListener("htmx:sendError", () => say(region.dataset.offline, { level: "bad" }));
