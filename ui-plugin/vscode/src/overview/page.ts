// SPDX-License-Identifier: Apache-2.0
// The markup of the overview.
import type { Page } from "../webviewPage";

const BODY = `
<header>
  <h1>All captures</h1>
  <form id="controls" role="search" autocomplete="off">
    <label class="search">Filter <input id="filter" type="search" placeholder="name, outcome, cause (press /)"></label>
    <output id="shown"></output>
    <button type="button" id="stop" hidden>Stop reading</button>
    <button type="button" id="compare" disabled>Compare</button>
  </form>
</header>
<main tabindex="0" aria-label="Captures">
  <table>
    <thead>
      <tr>
        <td><span class="unseen">Compare</span></td>
        <th scope="col" data-by="name"><button type="button">Capture</button></th>
        <th scope="col" data-by="outcome"><button type="button">Outcome</button></th>
        <th scope="col" data-by="downtime"><button type="button">Downtime</button></th>
        <th scope="col" data-by="skipped"><button type="button">Skipped</button></th>
        <th scope="col" data-by="violations"><button type="button">Violations</button></th>
        <th scope="col" data-by="errors"><button type="button">Errors</button></th>
        <th scope="col" data-by="cause"><button type="button">First cause</button></th>
      </tr>
    </thead>
    <tbody id="rows"></tbody>
  </table>
</main>`;

export const OVERVIEW_PAGE: Page = { name: "overview", title: "Overview of captures", body: BODY };
