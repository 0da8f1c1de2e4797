// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { completions } from "../../src/commands/conditions";

const known = {
  names: ["queue", "source.queue[0].state", "source.stage", "verdict"],
  values: { verdict: ["executed", "skipped"], event: ["vhost_dev_stop"] },
};

describe("what is offered in a condition", () => {
  it("are names where a name may stand", () => {
    assert.deepEqual(completions("", known), known.names);
    assert.deepEqual(completions("ver", known), ["verdict"]);
    assert.deepEqual(completions("!(qu", known), ["!(queue"]);
    assert.deepEqual(completions("queue == 1 && source.queue[0].s", known), [
      "queue == 1 && source.queue[0].state",
    ]);
    assert.deepEqual(completions("queue == 1 && ", known).length, known.names.length);
  });

  it("are values after a comparison", () => {
    assert.deepEqual(completions("verdict == ", known), ['verdict == "executed"', 'verdict == "skipped"']);
    assert.deepEqual(completions('queue == 1 && verdict != "s', known), [
      'queue == 1 && verdict != "skipped"',
    ]);
    assert.deepEqual(completions("queue == ", known), []);
  });

  it("is nothing where neither may stand", () => {
    assert.deepEqual(completions("queue ", known), []);
    assert.deepEqual(completions("queue == 1", known), []);
    assert.deepEqual(completions('text =~ "ver', known), []);
    assert.deepEqual(completions("verdict", known), []);
  });
});
