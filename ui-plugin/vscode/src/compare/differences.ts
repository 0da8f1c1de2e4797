// SPDX-License-Identifier: Apache-2.0
// The operations that two runs differ in, for the page.
import type { OperationDifference, RunDifference } from "../protocol";
import type { Difference } from "./messages";

export function differencesOf({ operations }: RunDifference): Difference[] {
  return operations.map((each) => ({
    label: `${each.role}, ${each.kind} (${each.phase}): ${nameOf(each)}`,
    items: { a: each.places.a?.item ?? null, b: each.places.b?.item ?? null },
    states: { a: each.a ?? "absent", b: each.b ?? "absent" },
    why: each.why,
  }));
}

export function nameOf({ operation, queue }: OperationDifference): string {
  return queue === null ? operation : `${operation} q${queue}`;
}
