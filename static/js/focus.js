// A page that answers what was sent begins at its answer: keyboard and screen reader go to the first element marked data-focus.
// Where that is a group of fields, they go to its first.
if (document.activeElement === document.body) {
  const answer = document.querySelector("[data-focus]");
  const field = answer?.matches("fieldset") && answer.querySelector("select, textarea, input:not([type=hidden])");
  (field || answer)?.focus();
}
