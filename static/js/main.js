// Everything here makes a working page quicker; no form depends on it.
import "./htmx.js";
import "./cancel.js";
import "./copy.js";
import "./dialogs.js";
import "./drafting.js";
import "./focus.js";
import "./guard.js";
import "./leave.js";
import "./outline.js";
import "./shortcuts.js";
import "./theme.js";
import "./toasts.js";

document.documentElement.classList.add("js");
