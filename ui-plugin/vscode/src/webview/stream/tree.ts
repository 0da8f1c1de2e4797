// SPDX-License-Identifier: Apache-2.0
// The tree of fields as a list of rows. Children are asked for in pages, when they come into view.
import type { StreamNode, StreamTree } from "../../protocol";

export const PAGE = 200;

/** A place in the tree whose children are counted; they may not be here yet. */
export class Branch {
  readonly children: (StreamNode | undefined)[] = [];
  /** Branches below that are open, by the index of the child. */
  readonly open = new Map<number, Branch>();
  readonly asked = new Set<number>();

  constructor(
    readonly id: string | undefined,
    readonly depth: number,
    public total: number,
  ) {}

  /** Rows that it takes, open branches below it included. */
  get rows(): number {
    let rows = this.total;
    for (const branch of this.open.values()) {
      rows += branch.rows;
    }
    return rows;
  }

  /** What stands in a row. */
  at(row: number): { branch: Branch; index: number } {
    let index = row;
    for (const [child, branch] of [...this.open].sort(([a], [b]) => a - b)) {
      if (index <= child) {
        break;
      }
      const inside = index - child - 1;
      const rows = branch.rows;
      if (inside < rows) {
        return branch.at(inside);
      }
      index -= rows;
    }
    return { branch: this, index };
  }

  /** The row of a child; with `below`, of a row in an open branch. */
  rowOf(index: number): number {
    let row = index;
    for (const [child, branch] of this.open) {
      if (child < index) {
        row += branch.rows;
      }
    }
    return row;
  }

  take(page: StreamTree): void {
    this.total = page.total;
    page.nodes.forEach((node, i) => (this.children[page.from + i] = node));
  }

  /** Opens or shuts a child. */
  toggle(index: number): void {
    const node = this.children[index];
    if (this.open.has(index)) {
      this.open.delete(index);
    } else if (node && node.children > 0) {
      this.open.set(index, new Branch(node.id, this.depth + 1, node.children));
    }
  }
}

export type AskPage = (node: string | undefined, from: number) => Promise<StreamTree>;

export class Tree {
  root = new Branch(undefined, 0, 0);

  constructor(
    private readonly ask: AskPage,
    private readonly changed: () => void,
  ) {}

  /** Forgets all of it, since the stream has changed. */
  clear(): void {
    this.root = new Branch(undefined, 0, 0);
  }

  /** Asks for the children in some rows that are not here yet. */
  load(from: number, to: number): void {
    for (let row = from; row < Math.min(to, this.root.rows); row++) {
      const { branch, index } = this.root.at(row);
      if (!branch.children[index]) {
        void this.page(branch, index).then((took) => took && this.changed());
      }
    }
  }

  /** True if the page was not here before. */
  async page(branch: Branch, index: number): Promise<boolean> {
    const from = index - (index % PAGE);
    if (branch.children[index] || branch.asked.has(from)) {
      return false;
    }
    branch.asked.add(from);
    try {
      branch.take(await this.ask(branch.id, from));
      return true;
    } finally {
      branch.asked.delete(from);
    }
  }

  /**
   * Opens what is around a node and returns its row. The path begins with a child of the root. Children are
   * in the order of their offsets, so each is found by halving.
   */
  async reveal(path: readonly StreamNode[]): Promise<number | undefined> {
    let branch = this.root;
    let row = 0;
    for (const [depth, node] of path.entries()) {
      const index = await this.find(branch, node);
      if (index === undefined) {
        return depth > 0 ? row - 1 : undefined;
      }
      row += branch.rowOf(index);
      if (depth === path.length - 1) {
        return row;
      }
      if (!branch.open.has(index)) {
        branch.toggle(index);
      }
      const below = branch.open.get(index);
      if (!below) {
        return row;
      }
      branch = below;
      row += 1;
    }
    return undefined;
  }

  private async find(branch: Branch, node: StreamNode): Promise<number | undefined> {
    let low = 0;
    let high = branch.total - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const page = middle - (middle % PAGE);
      if (!branch.children[middle]) {
        branch.take(await this.ask(branch.id, page));
      }
      const here = branch.children.slice(page, page + PAGE).findIndex((each) => each?.id === node.id);
      if (here >= 0) {
        return page + here;
      }
      const first = branch.children[page];
      if (!first) {
        return undefined;
      }
      if (node.offset < first.offset) {
        high = page - 1;
      } else {
        low = page + PAGE;
      }
    }
    return undefined;
  }
}
