// SPDX-License-Identifier: Apache-2.0
// The parts of a timeline that people have looked at, to go back to them and forward again.
import type { View } from "./scene";

const MOST = 100;

export class History {
  private readonly past: View[] = [];
  private readonly future: View[] = [];
  private moving = false;

  /**
   * Somebody leaves a view. Steps of one movement count as one.
   *
   * @param moves a step of a movement, such as a turn of the wheel, and no jump
   */
  leave(view: View, moves: boolean): void {
    if (!(moves && this.moving)) {
      this.past.push(view);
      this.past.splice(0, this.past.length - MOST);
    }
    this.moving = moves;
    this.future.length = 0;
  }

  /** The view before (-1) or after (1) the present one, which is kept; undefined if there is none. */
  go(by: 1 | -1, present: View): View | undefined {
    const [from, to] = by < 0 ? [this.past, this.future] : [this.future, this.past];
    const view = from.pop();
    if (view) {
      to.push(present);
    }
    this.moving = false;
    return view;
  }

  has(by: 1 | -1): boolean {
    return (by < 0 ? this.past : this.future).length > 0;
  }

  clear(): void {
    this.past.length = 0;
    this.future.length = 0;
    this.moving = false;
  }
}
