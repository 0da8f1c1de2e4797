// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.diagnostics.Diagnostic;

/** A diagnostic and the file that it refers to. */
public record Finding(String file, Diagnostic diagnostic) {}
