// The drafting desk. Everything here is a form first: buttons with form="act" post to their formaction; here they answer in place.
// Ctrl+S saves the form one is in (data-save). An item is dragged by its handle (data-drag: where the new place is posted).

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.id !== "act" || !submitter || !window.htmx) return;
  event.preventDefault();
  const values = Object.fromEntries(new FormData(form));
  if (submitter.name) values[submitter.name] = submitter.value;
  post(submitter.getAttribute("formaction"), values);
});

function post(url, values) {
  window.htmx.ajax("POST", url, { target: "#flash", swap: "outerHTML", values });
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.code !== "KeyS") return;
  const form = event.target.closest?.("form[data-save]") ?? document.querySelector("form[data-save]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

let dragged = null;

const row = (element) => element.closest?.("[data-item]");
// What moves together: the item with what hangs under it, or one of those.
const unit = (item) => (item.parentElement.matches(".desk-group") ? item.parentElement : item);
const list = (item) => unit(item).closest("[data-sorted]");

function clear() {
  for (const marked of document.querySelectorAll(".is-before, .is-after")) marked.classList.remove("is-before", "is-after");
}

function place(event) {
  const over = row(event.target);
  if (!dragged || !over || over === dragged || list(over) !== list(dragged)) return null;
  const box = over.getBoundingClientRect();
  return { over, before: event.clientY < box.top + box.height / 2 };
}

document.addEventListener("dragstart", (event) => {
  const handle = event.target.closest?.("[data-drag]");
  if (!handle) return;
  dragged = row(handle);
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.item);
  event.dataTransfer.setDragImage(dragged, 0, 0);
});

document.addEventListener("dragover", (event) => {
  const found = place(event);
  clear();
  if (!found) return;
  event.preventDefault();
  found.over.classList.add(found.before ? "is-before" : "is-after");
});

document.addEventListener("drop", (event) => {
  const found = place(event);
  if (!found) return;
  event.preventDefault();
  const above = found.before ? previous(unit(found.over)) : found.over;
  const values = above ? { after: above.dataset.item } : { after: "", to: "first" };
  post(dragged.querySelector("[data-drag]").dataset.drag, values);
});

function previous(element) {
  const before = element.previousElementSibling;
  if (!before) return null;
  return before.matches("[data-item]") ? before : before.querySelector("[data-item]");
}

document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  clear();
});
