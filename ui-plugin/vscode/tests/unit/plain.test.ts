// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { plain } from "../../src/plain";

describe("texts of others", () => {
  it("stay what they are where all of them is seen", () => {
    const text = "Ünïcode 😀 \t'run' <b>\n漢字 0x12";
    assert.equal(plain(text), text);
  });

  it("show what would hide or turn round other text", () => {
    assert.equal(plain("a\u202enur"), "a\\u202enur");
    assert.equal(plain("a\u200bb\u2066c"), "a\\u200bb\\u2066c");
    assert.equal(plain("\u001b[31m\u0000"), "\\x1b[31m\\x00");
    assert.equal(plain("\u{e0041}"), "\\u{e0041}");
  });
});
