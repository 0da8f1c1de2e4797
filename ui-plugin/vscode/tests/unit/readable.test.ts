// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { contrast, over, readable, type Rgba } from "../../src/webview/readable";

const WHITE: Rgba = [255, 255, 255, 1];
const BLACK: Rgba = [0, 0, 0, 1];

describe("colours of texts", () => {
  it("are compared as WCAG does", () => {
    assert.equal(contrast(WHITE, BLACK), 21);
    assert.equal(contrast(BLACK, BLACK), 1);
    assert.ok(Math.abs(contrast([119, 119, 119, 1], WHITE) - 4.48) < 0.01);
  });

  it("stay what they are where they can be read", () => {
    const grey: Rgba = [90, 90, 90, 1];
    assert.equal(readable(grey, WHITE), grey);
  });

  it("become darker on light ground and lighter on dark ground, and no more than is needed", () => {
    const sand: Rgba = [253, 246, 227, 1];
    const found = readable([101, 123, 131, 1], sand);
    assert.ok(contrast(found, sand) >= 4.5);
    assert.ok(contrast(found, sand) < 5.8);
    const night: Rgba = [0, 36, 81, 1];
    assert.ok(contrast(readable([40, 60, 100, 1], night), night) >= 4.5);
  });

  it("can be read on any ground", () => {
    for (let grey = 0; grey < 256; grey++) {
      const ground: Rgba = [grey, grey, grey, 1];
      assert.ok(contrast(readable([128, 128, 128, 0.5], ground), ground) >= 4.5, `on ${grey}`);
    }
  });

  it("are seen through where they are not opaque", () => {
    assert.deepEqual(over([0, 0, 0, 0.5], WHITE), [128, 128, 128, 1]);
  });
});
