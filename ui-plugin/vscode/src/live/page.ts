// SPDX-License-Identifier: Apache-2.0
// The markup of the page of recording and attaching.
import type { Page } from "../webviewPage";

const BODY = `
<header>
  <h1 id="title">Record</h1>
</header>
<main>
  <form id="form" autocomplete="off"></form>
  <div id="controls">
    <button type="submit" form="form" id="start">Start</button>
    <button type="button" id="stop" disabled>Stop</button>
    <button type="button" id="look">Look for QEMUs again</button>
    <output id="state"></output>
  </div>
  <section id="live" aria-label="What happens" tabindex="0" role="log"></section>
</main>
<datalist id="monitors"></datalist>
<datalist id="processes"></datalist>`;

export const LIVE_PAGE: Page = { name: "live", title: "Recording", body: BODY };
