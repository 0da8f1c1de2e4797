// SPDX-License-Identifier: Apache-2.0
// The markup of the log editor.
import type { Page } from "../webviewPage";

const BODY = `
<header>
  <h1 class="unseen">Lines of a log</h1>
  <div id="about"><strong id="name"></strong> <span id="participant"></span> <span id="state" role="status">Reading the log...</span></div>
  <form id="controls" role="search" autocomplete="off">
    <label class="search">Find <input id="find" type="search" placeholder="text (Enter: next, Shift+Enter: previous)" spellcheck="false"></label>
    <label><input id="case" type="checkbox"> Match case</label>
    <label><input id="regex" type="checkbox"> Regular expression</label>
    <button id="previous" type="button" aria-label="Previous match">&uarr;</button>
    <button id="next" type="button" aria-label="Next match">&darr;</button>
    <output id="found" aria-live="polite"></output>
    <progress id="progress" max="100" value="0" aria-label="Searching" hidden></progress>
    <button id="cancel" type="button" hidden>Cancel</button>
    <label>Go to line <input id="goto" inputmode="numeric" spellcheck="false"></label>
    <button id="outline-toggle" type="button" aria-expanded="false" aria-controls="outline">Outline</button>
  </form>
</header>
<main>
  <div id="log" class="pane" tabindex="0" role="grid" aria-label="Lines of the log" aria-readonly="true"><div class="space" role="rowgroup"></div></div>
  <nav id="outline" aria-label="Outline" hidden><ul></ul></nav>
  <div id="hover" role="tooltip" tabindex="0" hidden></div>
</main>
<footer id="place" aria-live="polite">&nbsp;</footer>`;

export const LOG_PAGE: Page = { name: "log", title: "Log", body: BODY };
