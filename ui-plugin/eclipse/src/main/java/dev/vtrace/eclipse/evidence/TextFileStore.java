// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.server.ServerAnswers;
import dev.vtrace.eclipse.server.ServerAnswers.DocumentText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.filesystem.IFileInfo;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.core.filesystem.provider.FileInfo;
import org.eclipse.core.filesystem.provider.FileStore;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.NullProgressMonitor;

/** One virtual document. It can be read only; its text is that of the server at the time. */
final class TextFileStore extends FileStore {
  private final URI uri;

  TextFileStore(URI uri) {
    this.uri = uri;
  }

  @Override
  public String[] childNames(int options, IProgressMonitor monitor) {
    return EMPTY_STRING_ARRAY;
  }

  @Override
  public IFileInfo fetchInfo(int options, IProgressMonitor monitor) {
    FileInfo info = new FileInfo(getName());
    info.setExists(true);
    info.setAttribute(EFS.ATTRIBUTE_READ_ONLY, true);
    info.setLastModified(1);
    return info;
  }

  @Override
  public IFileStore getChild(String name) {
    return new TextFileStore(URI.create(uri + "/" + name));
  }

  @Override
  public String getName() {
    String path = uri.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public IFileStore getParent() {
    return null;
  }

  @Override
  public InputStream openInputStream(int options, IProgressMonitor monitor) throws CoreException {
    IProgressMonitor cancel = monitor == null ? new NullProgressMonitor() : monitor;
    try {
      return new ByteArrayInputStream(ReadTexts.get(uri, () -> ask(cancel)));
    } catch (IOException e) {
      throw new CoreException(VtracePlugin.status(e.getMessage(), e));
    }
  }

  private byte[] ask(IProgressMonitor monitor) throws IOException {
    return VtracePlugin.get()
        .server()
        .ask("vtrace/text", ServerAnswers.of("uri", uri.toString()), DocumentText.class, monitor)
        .text()
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public URI toURI() {
    return uri;
  }
}
