// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import java.net.URI;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.core.filesystem.provider.FileSystem;

/**
 * Virtual documents of the server, {@code vtrace:/text/...} and {@code vtrace:/rules/...}, as
 * files.
 */
public final class TextFileSystem extends FileSystem {
  @Override
  public IFileStore getStore(URI uri) {
    return new TextFileStore(uri);
  }
}
