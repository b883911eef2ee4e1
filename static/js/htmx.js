import htmx from "htmx.org";

// No style tag and no eval (content security policy), no page kept in the browser's storage (drafts are no-store).
Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  // A refused form (409 both texts, 422 what is wrong) is shown in place like a saved one.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "(400|409|422)", swap: true, error: false },
    { code: "[45]..", swap: false, error: true },
  ],
});

window.htmx = htmx;

// After a part was replaced, keyboard and screen reader go where the server says: the first element marked data-focus.
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt.closest?.("[data-focus]") ?? event.detail.elt.querySelector?.("[data-focus]");
  target?.focus();
});

// A page that nobody looks at does not ask again. (A filter in hx-trigger would need eval.)
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.getAttribute("hx-trigger")?.startsWith("every")) event.preventDefault();
});
