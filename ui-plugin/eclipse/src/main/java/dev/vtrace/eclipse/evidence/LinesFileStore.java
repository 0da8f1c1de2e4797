// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import dev.vtrace.eclipse.VtracePlugin;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.filesystem.IFileInfo;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.core.filesystem.provider.FileInfo;
import org.eclipse.core.filesystem.provider.FileStore;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;

/**
 * Some lines of a long file. They are read once, by whoever asks first: a job, before an editor is
 * opened.
 */
final class LinesFileStore extends FileStore {
  /** Lines of whatever length are no more than this. */
  private static final int MOST_BYTES = 16 << 20;

  private static final int BUFFER = 1 << 16;

  private final URI uri;

  LinesFileStore(URI uri) {
    this.uri = uri;
  }

  private Path file() {
    return Path.of(uri.getPath());
  }

  private long[] range() {
    String[] parts = uri.getQuery().split("-", 2);
    return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
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
    return new LinesFileStore(URI.create(uri + "/" + name));
  }

  @Override
  public String getName() {
    long[] range = range();
    return file().getFileName() + " lines " + (range[0] + 1) + " to " + range[1] + ".log";
  }

  @Override
  public IFileStore getParent() {
    return null;
  }

  @Override
  public InputStream openInputStream(int options, IProgressMonitor monitor) throws CoreException {
    try {
      return new ByteArrayInputStream(ReadTexts.get(uri, this::readAll));
    } catch (IOException e) {
      throw new CoreException(VtracePlugin.status(e.getMessage(), e));
    }
  }

  private byte[] readAll() throws IOException {
    long[] range = range();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file()), BUFFER)) {
      byte[] buffer = new byte[BUFFER];
      long line = 0;
      for (int n = in.read(buffer); n > 0 && line < range[1]; n = in.read(buffer)) {
        for (int i = 0; i < n && line < range[1] && out.size() < MOST_BYTES; i++) {
          if (line >= range[0]) {
            out.write(buffer[i]);
          }
          line += buffer[i] == '\n' ? 1 : 0;
        }
      }
      return out.toByteArray();
    }
  }

  @Override
  public URI toURI() {
    return uri;
  }
}
