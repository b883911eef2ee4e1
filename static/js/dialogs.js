// <a href="/page-with-the-same-form" data-dialog="#id"> opens <dialog id>; [data-close] closes it.
// Menus are <details class="menu">: one is open at a time, Escape and a click elsewhere close it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.querySelector(opener.dataset.dialog);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  event.target.closest("[data-close]")?.closest("dialog")?.close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.stopPropagation();
});

// The outline is open beside the paper and folded above it on a small screen.
const small = window.matchMedia("(max-width: 61.99rem)");
const fold = () => {
  for (const outline of document.querySelectorAll("details.outline-fold")) outline.open = !small.matches;
};
small.addEventListener("change", fold);
fold();
