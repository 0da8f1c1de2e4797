// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.debug;

import java.util.HashMap;
import java.util.Map;

/** Which values differ from those that were shown at the stop before. */
final class ChangedValues {
  private Map<String, String> before = new HashMap<>();
  private Map<String, String> now = new HashMap<>();

  /** A new stop: what was shown until now is what it is compared with. */
  synchronized void stopped() {
    // What was not looked at keeps the value that was last seen.
    Map<String, String> seen = new HashMap<>(before);
    seen.putAll(now);
    before = seen;
    now = new HashMap<>();
  }

  /** Notes a value that is shown, and tells whether it was another one before. */
  synchronized boolean changed(String path, String value) {
    now.put(path, value);
    String old = before.get(path);
    return old != null && !old.equals(value);
  }
}
