// SPDX-License-Identifier: Apache-2.0
// The markup of the stream editor.

import type { Page } from "../webviewPage";

const BODY = `
<header>
  <h1 class="unseen">Migration stream</h1>
  <div id="summary" role="status">Reading the stream...</div>
  <div id="coverage" role="img" aria-label="Coverage"></div>
  <form id="controls" role="search" autocomplete="off">
    <label class="search">Search <input id="search" type="search" placeholder="name or value" spellcheck="false"></label>
    <button type="button" id="bytes" aria-pressed="false" title="Search for bytes, not for fields">Bytes</button>
    <button type="button" id="previous" title="Previous match (Shift+Enter)" aria-label="Previous match">&uarr;</button>
    <button type="button" id="next" title="Next match (Enter)" aria-label="Next match">&darr;</button>
    <output id="found"></output>
    <label>Go to byte <input id="goto" placeholder="3bf55 or 245589" spellcheck="false"></label>
    <label>Descriptor <select id="fds"></select></label>
  </form>
</header>
<main>
  <div id="tree" class="pane" tabindex="0" role="tree" aria-label="Fields of the stream"><div class="space"></div></div>
  <div id="hex" class="pane" tabindex="0" role="document" aria-label="Bytes of the stream"><div class="space"></div></div>
</main>
<section id="inspector" aria-label="Numbers at the cursor"><details>
  <summary>Numbers at the cursor: <span id="inspected"></span></summary>
  <table>
    <thead><tr><td></td><th scope="col">big-endian</th><th scope="col">little-endian</th></tr></thead>
    <tbody id="readings"></tbody>
  </table>
</details></section>
<footer id="place" aria-live="polite">&nbsp;</footer>`;

export const STREAM_PAGE: Page = { name: "stream", title: "Migration stream", body: BODY };
