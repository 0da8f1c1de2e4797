// SPDX-License-Identifier: Apache-2.0
// The markup of the comparison.
import type { Page } from "../webviewPage";

const strip = (side: string) => `
  <h2 id="name-${side}"></h2>
  <div id="stage-${side}" class="stage">
    <canvas id="canvas-${side}" tabindex="0" role="application" aria-roledescription="timeline" aria-label="Timeline ${side}. n and p go to the next and the previous difference, question mark shows all keys."></canvas>
    <div id="space-${side}"></div>
  </div>`;

const BODY = `
<header>
  <h1 id="headline" aria-live="polite">Comparing...</h1>
  <div id="controls" role="toolbar" aria-label="View">
    <button type="button" id="previous" title="Previous difference (p)">Previous</button>
    <button type="button" id="next" title="Next difference (n)">Next</button>
    <button type="button" id="zoom-in" title="Zoom in (w)" aria-label="Zoom in">+</button>
    <button type="button" id="zoom-out" title="Zoom out (s)" aria-label="Zoom out">&minus;</button>
    <button type="button" id="handover" title="Show the hand-over (m)">Hand-over</button>
    <button type="button" id="all" title="Show all (0)">All</button>
    <button type="button" id="show-help" title="Show the keys (?)" aria-label="Keys">?</button>
  </div>
</header>
<main>${strip("a")}${strip("b")}
</main>
<footer id="place" aria-live="polite">&nbsp;</footer>
<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys of the comparison</h2><button type="button" id="close-help">Close</button></dialog>
<div id="tip" role="tooltip" hidden></div>`;

export const COMPARE_PAGE: Page = { name: "compare", title: "Comparison of two captures", body: BODY };
