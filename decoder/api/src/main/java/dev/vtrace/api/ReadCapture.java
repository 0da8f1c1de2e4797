// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.run.LoadedRun;
import java.util.Map;

/**
 * A capture that was read.
 *
 * @param sizes of its files, as stored
 */
record ReadCapture(LoadedRun run, Map<Input, Long> sizes) {}
