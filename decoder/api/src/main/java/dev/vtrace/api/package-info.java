// SPDX-License-Identifier: Apache-2.0
/**
 * The way into vtrace for other programs. A capture is opened once and then asked:
 *
 * <pre>{@code
 * try (VtraceRun run = Vtrace.open(Path.of("capture"))) {
 *   for (LedgerWindow window : run.ledger().windows()) {
 *     for (LedgerOperation operation : window.operations(OperationVerdict.SKIPPED)) {
 *       System.out.println(window.id() + " " + operation.name() + ": " + operation.reason());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>All types but {@link dev.vtrace.api.VtraceRun} are immutable. Times are nanoseconds since the
 * epoch on the common clock of the run, and absent where the evidence does not tell them. Lists are
 * never null and cannot be changed.
 */
package dev.vtrace.api;
