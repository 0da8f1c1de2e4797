// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

/** Which differences are of no interest. */
public interface PathFilter {
  /** Shows everything. */
  PathFilter NONE = path -> false;

  /** Whether the field, section or count at a path, with all that is in it, is passed over. */
  boolean ignores(String path);
}
