// SPDX-License-Identifier: Apache-2.0
// Prints a line for each test, and writes the sum in the form of Maven's test reports, which the test script
// at the top adds up. Suites are not counted, tests in them are.
import { mkdirSync, writeFileSync } from "node:fs";

const REPORTS = new URL("../target/surefire-reports/", import.meta.url);

export default async function* report(events) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") {
      yield data.message;
    } else if ((type === "test:pass" || type === "test:fail") && isTest(data)) {
      const outcome = type === "test:fail" ? "failed" : data.skip === undefined ? "passed" : "skipped";
      count[outcome]++;
      const reason = typeof data.skip === "string" ? `: ${data.skip}` : "";
      yield `${outcome.padEnd(7)} ${data.name}${reason}\n`;
      if (outcome === "failed") {
        yield `${data.details.error?.cause?.stack ?? data.details.error?.stack ?? data.details.error}\n`;
      }
    }
  }
  write(count);
}

function isTest({ details, name }) {
  return details.type !== "suite" && !/\.test\.js$/.test(name);
}

function write({ passed, failed, skipped }) {
  const name = process.env.VTRACE_TEST_SUITE ?? "tests";
  const sums = `tests="${passed + failed + skipped}" failures="${failed}" errors="0" skipped="${skipped}"`;
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(
    new URL(`TEST-vscode-${name}.xml`, REPORTS),
    `<testsuite name="vscode ${name}" ${sums}></testsuite>\n`,
  );
}
