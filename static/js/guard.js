// A form with data-guard asks before the page is left with words unsaved. No text is kept in the browser:
// a reviewer's phone must hold no trace. Any form that posts is sent once, however often one presses.
const changed = new Set();

document.addEventListener("input", (event) => {
  // Which language is shown is chosen by a radio button that stands in the form and belongs to none.
  const form = event.target.form;
  if (form?.matches("[data-guard]")) changed.add(form);
});

// What came back refused was typed too, and is saved nowhere.
function refused() {
  for (const form of document.querySelectorAll("form[data-guard]")) {
    if (form.querySelector(".field-bad, .note-bad[role=alert]")) changed.add(form);
  }
}

refused();
document.addEventListener("htmx:afterSettle", refused);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  changed.delete(form);
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// Sent in place, words are safe only once the server has taken them.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.status < 400) changed.delete(event.detail.elt);
});

addEventListener("beforeunload", (event) => {
  for (const form of changed) {
    if (form.isConnected) event.preventDefault();
  }
});

export const unsaved = (form) => changed.has(form);

export function forget(form) {
  if (form) changed.delete(form);
  else changed.clear();
}
