// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { StreamNode, StreamTree } from "../../src/protocol";
import { fromBase64, PAGE_SIZE, Pages } from "../../src/webview/stream/pages";
import { PAGE, Tree } from "../../src/webview/stream/tree";

const RECORDS = 1000;
const FIELDS = 300;

/** A stream of 1000 records of 300 fields of one byte, as the server would tell it. */
function ask(node: string | undefined, from: number): Promise<StreamTree> {
  const fields = node !== undefined;
  const total = fields ? FIELDS : RECORDS;
  const base = fields ? Number(node) * FIELDS : 0;
  const nodes = Array.from({ length: Math.min(PAGE, total - from) }, (_, i): StreamNode => {
    const index = from + i;
    const offset = fields ? base + index : index * FIELDS;
    const id = fields ? `${node}/${index}` : String(index);
    const children = fields ? 0 : FIELDS;
    const kind = fields ? "field" : "section";
    return { id, label: id, path: id, kind, type: "", offset, length: fields ? 1 : FIELDS, children };
  });
  const size = RECORDS * FIELDS;
  return Promise.resolve({ uri: "", size, read: size, complete: true, node: node ?? "", total, from, nodes });
}

async function opened(): Promise<Tree> {
  const tree = new Tree(ask, () => undefined);
  tree.root.take(await ask(undefined, 0));
  return tree;
}

describe("the tree of fields", () => {
  it("counts rows of what is open, and finds what stands in each", async () => {
    const tree = await opened();
    tree.root.toggle(1);
    tree.root.toggle(3);
    assert.equal(tree.root.rows, RECORDS + 2 * FIELDS);
    const where = (row: number) => {
      const { branch, index } = tree.root.at(row);
      return `${branch.id ?? ""}/${index}`;
    };
    assert.deepEqual([0, 1, 2, 301, 302, 303, 304, 603, 604].map(where), [
      "/0",
      "/1",
      "1/0",
      "1/299",
      "/2",
      "/3",
      "3/0",
      "3/299",
      "/4",
    ]);
    assert.equal(tree.root.rowOf(4), 604);
  });

  it("leads to a field far away with a few questions", async () => {
    let questions = 0;
    const tree = new Tree(
      (node, from) => {
        questions++;
        return ask(node, from);
      },
      () => undefined,
    );
    tree.root.take(await ask(undefined, 0));
    const record = (await ask(undefined, 800)).nodes[42]!;
    const field = (await ask(record.id, 200)).nodes[7]!;
    const row = await tree.reveal([record, field]);
    assert.equal(row, 842 + 1 + 207);
    const { branch, index } = tree.root.at(row!);
    assert.equal(branch.children[index]?.id, "842/207");
    assert.ok(questions <= 6, `${questions} questions`);
  });

  it("does not ask twice for a page that is on its way", async () => {
    const asked: number[] = [];
    const tree = new Tree(
      (node, from) => {
        asked.push(from);
        return ask(node, from);
      },
      () => undefined,
    );
    tree.root.take(await ask(undefined, 0));
    tree.load(190, 230);
    tree.load(195, 235);
    assert.deepEqual(asked, [200]);
  });
});

describe("the bytes", () => {
  it("are asked for in pages, and those not seen for long are forgotten", async () => {
    const asked: number[] = [];
    const pages = new Pages(
      (offset) => {
        asked.push(offset / PAGE_SIZE);
        return Promise.resolve(new Uint8Array(PAGE_SIZE).fill((offset / PAGE_SIZE) % 256));
      },
      () => undefined,
    );
    pages.load(0, 10);
    assert.equal(pages.at(0), undefined);
    await Promise.resolve();
    assert.equal(pages.at(5), 0);
    for (let page = 1; page < 200; page++) {
      pages.load(page * PAGE_SIZE, page * PAGE_SIZE + 1);
      await Promise.resolve();
    }
    assert.equal(pages.at(199 * PAGE_SIZE), 199);
    assert.equal(pages.at(0), undefined);
    assert.equal(asked.length, 200);
  });

  it("come back whole from base64", () => {
    assert.deepEqual([...fromBase64(Buffer.from([0, 32, 255]).toString("base64"))], [0, 32, 255]);
  });
});
