// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last texts that were read for editors. A job reads one before an editor is opened on it, so
 * that the user interface, which reads it then, does not wait.
 */
final class ReadTexts {
  private static final int KEPT = 4;

  private static final Map<URI, byte[]> TEXTS =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  private ReadTexts() {}

  /** How a text is read. */
  interface TextReader {
    byte[] read() throws IOException;
  }

  /** The text, read now if it is not there. */
  static byte[] get(URI uri, TextReader reader) throws IOException {
    synchronized (TEXTS) {
      byte[] known = TEXTS.get(uri);
      if (known != null) {
        return known;
      }
    }
    byte[] text = reader.read();
    synchronized (TEXTS) {
      TEXTS.put(uri, text);
    }
    return text;
  }

  /** Files may have changed: all is read anew. */
  static void forget() {
    synchronized (TEXTS) {
      TEXTS.clear();
    }
  }
}
