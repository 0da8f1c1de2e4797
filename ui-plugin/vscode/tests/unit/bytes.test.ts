// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readings } from "../../src/webview/stream/inspector";
import { parseBytes, parseOffset } from "../../src/webview/stream/offsets";

describe("positions that people type", () => {
  it("are decimal, or hexadecimal where they can be nothing else", () => {
    for (const [text, offset] of [
      ["245589", 245589],
      ["3bf55", 0x3bf55],
      ["0x3bf55", 0x3bf55],
      ["3BF55h", 0x3bf55],
      ["0x10", 16],
      ["10h", 16],
      ["1_000", 1000],
      [" 0 ", 0],
    ] as const) {
      assert.equal(parseOffset(text), offset, text);
    }
  });

  it("are nothing else", () => {
    for (const text of ["", "0x", "-1", "1.5", "1e5x", "byte", "0xfffffffffffffffff"]) {
      assert.equal(parseOffset(text), undefined, text);
    }
  });
});

describe("bytes that people type", () => {
  it("are pairs of digits, or a text", () => {
    assert.equal(parseBytes("0a ff"), "0aff");
    assert.equal(parseBytes("0x0A,0xFF"), "0aff");
    assert.equal(parseBytes('"vhost"'), "76686f7374");
    assert.equal(parseBytes('"\u00b5"'), "c2b5");
    for (const text of ["", "a", "0g", '""', "vhost"]) {
      assert.equal(parseBytes(text), undefined, text);
    }
  });
});

describe("the inspector", () => {
  const said = (name: string, ...bytes: number[]) => {
    const found = readings(Uint8Array.from(bytes)).find((each) => each.name === name);
    return found && [found.big, found.little];
  };

  it("reads numbers in both orders", () => {
    assert.deepEqual(said("u16", 1, 2), ["258", "513"]);
    assert.deepEqual(said("i32", 255, 255, 255, 254), ["-2", "-16777217"]);
    assert.deepEqual(said("u64", 255, 255, 255, 255, 255, 255, 255, 255), [
      "18446744073709551615",
      "18446744073709551615",
    ]);
    assert.deepEqual(said("f32", 0x3f, 0x80, 0, 0)?.[0], "1.000000");
    assert.deepEqual(said("bits", 0x20), ["00100000", "00100000"]);
  });

  it("leaves out what too few bytes are there for", () => {
    assert.equal(said("u32", 1, 2, 3), undefined);
    assert.deepEqual(readings(new Uint8Array()), []);
  });
});
