// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import java.net.URI;
import java.nio.file.Path;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.core.filesystem.provider.FileSystem;

/** Files of captures as {@code vtrace-evidence:/PATH}: editors show them and cannot change them. */
public final class ReadOnlyFileSystem extends FileSystem {
  private static final String SCHEME = "vtrace-evidence";

  @Override
  public IFileStore getStore(URI uri) {
    return new ReadOnlyFileStore(uri, EFS.getLocalFileSystem().getStore(file(uri)));
  }

  /** The read-only document of a file; other URIs stay as they are. */
  static URI document(URI file) {
    return "file".equals(file.getScheme())
        ? URI.create(SCHEME + ":" + Path.of(file).toUri().getRawPath())
        : file;
  }

  /** The file behind a read-only document; other URIs stay as they are. */
  static URI file(URI document) {
    return SCHEME.equals(document.getScheme())
        ? URI.create("file://" + document.getRawPath())
        : document;
  }
}
