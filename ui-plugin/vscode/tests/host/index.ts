// SPDX-License-Identifier: Apache-2.0
// Tests with the real API of the editor. They run inside its extension host, where there is no test runner:
// what came of each is written to results.json beside this file, for tests/scenario/host.test.ts to read.
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { TESTS } from "./tests";

export interface Result {
  readonly name: string;
  /** Why it failed; not there if it passed. */
  readonly failure?: string;
}

export async function run(): Promise<void> {
  const results: Result[] = [];
  for (const [name, test] of Object.entries(TESTS)) {
    try {
      await test();
      results.push({ name });
    } catch (error) {
      results.push({ name, failure: String((error as Error).stack ?? error) });
    }
    writeFileSync(path.join(__dirname, "results.json"), JSON.stringify(results));
  }
}
