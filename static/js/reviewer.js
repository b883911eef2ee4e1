// The little that a reviewer's page uses: leaving quickly, not losing what was typed, the theme.
import "./focus.js";
import "./guard.js";
import "./leave.js";
import "./theme.js";

document.documentElement.classList.add("js");
