// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import java.net.URI;
import java.nio.file.Path;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.core.filesystem.provider.FileSystem;

/**
 * Some lines of a file that is too long for an editor, as a file: {@code
 * vtrace-lines:/PATH?FROM-TO}, lines counted from 0.
 */
public final class LinesFileSystem extends FileSystem {
  private static final String SCHEME = "vtrace-lines";

  @Override
  public IFileStore getStore(URI uri) {
    return new LinesFileStore(uri);
  }

  /** The URI of some lines of a file. */
  static URI uri(Path file, long from, long to) {
    return URI.create(SCHEME + ":" + file.toUri().getRawPath() + "?" + from + "-" + to);
  }
}
