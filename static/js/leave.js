// Leaving at once: the button, or Escape three times within a second. The page is blank before anything is sent.
import { forget } from "./guard.js";

const form = document.querySelector("form[data-leave]");
let presses = [];

function leave() {
  const body = new FormData(form);
  forget();
  document.title = "\u00a0";
  document.body.hidden = true;
  const to = form.dataset.leave;
  if (!to) {
    form.submit();
    return;
  }
  fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
  location.replace(to);
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    presses = [...presses.filter((at) => event.timeStamp - at < 1000), event.timeStamp];
    if (presses.length === 3) leave();
  });
}
