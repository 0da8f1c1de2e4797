// SPDX-License-Identifier: Apache-2.0
// How tests wait: for a condition, never for a time.

// Generous, so that a busy machine fails no test.
export const PATIENCE = Number(process.env["VTRACE_TEST_PATIENCE"] ?? 60_000);

/** Asks again and again until there is an answer. */
export async function waitFor<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}
