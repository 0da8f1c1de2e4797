// SPDX-License-Identifier: Apache-2.0
// The markup of the timeline panel.

import type { Page } from "../webviewPage";

const BODY = `
<header>
  <h1 id="headline" aria-live="polite">Reading the capture...</h1>
  <form id="controls" role="search" autocomplete="off">
    <label class="search">Search <input id="search" type="search" placeholder="name, reason, state (press /)" spellcheck="false"></label>
    <button type="button" id="condition" aria-pressed="false" title="Search by a condition, as breakpoints have it (c)">Condition</button>
    <output id="found"></output>
    <button type="button" id="fold" aria-expanded="false" aria-controls="folding">Filters</button>
    <div id="folding">
      <label>Participant <select id="participant"></select></label>
      <label>Device <select id="device"></select></label>
      <label>Queue <select id="queue"></select></label>
    </div>
    <fieldset id="verdicts"><legend>Show</legend></fieldset>
    <output id="seen" aria-label="In view"></output>
    <span class="buttons">
      <button type="button" id="back" title="Back to what was seen before ([)" aria-label="Back">&larr;</button>
      <button type="button" id="forward" title="Forward again (])" aria-label="Forward">&rarr;</button>
      <button type="button" class="seldom" id="zoom-in" title="Zoom in (w)" aria-label="Zoom in">+</button>
      <button type="button" class="seldom" id="zoom-out" title="Zoom out (s)" aria-label="Zoom out">&minus;</button>
      <button type="button" id="all" title="Show all (0)">All</button>
      <button type="button" id="next-migration" title="Show the next migration (m)">Migration</button>
      <button type="button" class="seldom" id="idle" title="Show idle time to scale (i)" aria-pressed="false">Idle time</button>
      <button type="button" id="measure" title="Measure and sum up: drag a frame (r, or Shift and drag)" aria-pressed="false">Measure</button>
      <button type="button" class="seldom" id="save-png" title="Save what is seen as PNG">PNG</button>
      <button type="button" class="seldom" id="save-svg" title="Save what is seen as SVG">SVG</button>
      <button type="button" id="show-help" title="Show the keys (?)" aria-label="Keys">?</button>
    </span>
  </form>
</header>
<canvas id="minimap" aria-hidden="true"></canvas>
<main id="stage">
  <canvas id="canvas" tabindex="0" role="application" aria-roledescription="timeline" aria-label="Timeline. j and k go to the next and the previous event, Enter shows its evidence, question mark shows all keys."></canvas>
  <div id="space"></div>
</main>
<section id="notes" aria-label="Legend and downtime">
  <details id="legend"><summary>Legend</summary></details>
  <details id="downtime" hidden><summary></summary><div></div></details>
</section>
<section id="details" tabindex="0" aria-live="polite" aria-label="Details"><p>Select an event to see what proves it.</p></section>
<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keys of the timeline</h2><button type="button" id="close-help">Close</button></dialog>
<div id="tip" role="tooltip" hidden></div>`;

export const TIMELINE_PAGE: Page = { name: "timeline", title: "Timeline of a migration", body: BODY };
