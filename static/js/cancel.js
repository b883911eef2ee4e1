// A form's [data-cancel] asks before it throws away words that are saved nowhere, whether one clicks it or presses Escape.
import { forget, unsaved } from "./guard.js";

const { unsaved: question } = document.querySelector("#toasts")?.dataset ?? {};

document.addEventListener(
  "click",
  (event) => {
    const cancel = event.target.closest?.("[data-cancel]");
    const form = cancel?.closest("form");
    if (!form || !unsaved(form)) return;
    if (!window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    // Where only a part is replaced, the form goes with it; if that fails, its words stay guarded.
    if (!cancel.hasAttribute("hx-get")) forget(form);
  },
  true,
);
