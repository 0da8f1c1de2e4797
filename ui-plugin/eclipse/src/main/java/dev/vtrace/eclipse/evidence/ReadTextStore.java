// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import dev.vtrace.eclipse.VtracePlugin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.filesystem.IFileInfo;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.core.filesystem.provider.FileInfo;
import org.eclipse.core.filesystem.provider.FileStore;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.NullProgressMonitor;

/**
 * A text that can be read only, and has a URI of its own. It is read once, by whoever asks first: a
 * job, before an editor is opened.
 */
abstract class ReadTextStore extends FileStore {
  final URI uri;

  ReadTextStore(URI uri) {
    this.uri = uri;
  }

  /** Reads the text. */
  abstract byte[] read(IProgressMonitor monitor) throws IOException;

  /** The same kind of text at another place. */
  abstract IFileStore at(URI other);

  @Override
  public final String[] childNames(int options, IProgressMonitor monitor) {
    return EMPTY_STRING_ARRAY;
  }

  @Override
  public final IFileInfo fetchInfo(int options, IProgressMonitor monitor) {
    FileInfo info = new FileInfo(getName());
    info.setExists(true);
    info.setAttribute(EFS.ATTRIBUTE_READ_ONLY, true);
    info.setLastModified(1);
    return info;
  }

  @Override
  public final IFileStore getChild(String name) {
    return at(URI.create(uri + "/" + name));
  }

  @Override
  public final IFileStore getParent() {
    return null;
  }

  @Override
  public final InputStream openInputStream(int options, IProgressMonitor monitor)
      throws CoreException {
    IProgressMonitor cancel = monitor == null ? new NullProgressMonitor() : monitor;
    try {
      return new ByteArrayInputStream(ReadTexts.get(uri, () -> read(cancel)));
    } catch (IOException e) {
      throw new CoreException(VtracePlugin.status(e.getMessage(), e));
    }
  }

  @Override
  public final URI toURI() {
    return uri;
  }
}
