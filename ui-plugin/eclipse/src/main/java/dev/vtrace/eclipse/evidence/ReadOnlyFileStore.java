// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import java.io.InputStream;
import java.net.URI;
import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.filesystem.IFileInfo;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.core.filesystem.provider.FileStore;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;

/** A file that can be read only. */
final class ReadOnlyFileStore extends FileStore {
  private final URI uri;
  private final IFileStore file;

  ReadOnlyFileStore(URI uri, IFileStore file) {
    this.uri = uri;
    this.file = file;
  }

  @Override
  public String[] childNames(int options, IProgressMonitor monitor) throws CoreException {
    return file.childNames(options, monitor);
  }

  @Override
  public IFileInfo fetchInfo(int options, IProgressMonitor monitor) throws CoreException {
    IFileInfo info = file.fetchInfo(options, monitor);
    info.setAttribute(EFS.ATTRIBUTE_READ_ONLY, true);
    return info;
  }

  @Override
  public IFileStore getChild(String name) {
    IFileStore child = file.getChild(name);
    return new ReadOnlyFileStore(ReadOnlyFileSystem.document(child.toURI()), child);
  }

  @Override
  public String getName() {
    return file.getName();
  }

  @Override
  public IFileStore getParent() {
    IFileStore parent = file.getParent();
    return parent == null
        ? null
        : new ReadOnlyFileStore(ReadOnlyFileSystem.document(parent.toURI()), parent);
  }

  @Override
  public InputStream openInputStream(int options, IProgressMonitor monitor) throws CoreException {
    return file.openInputStream(options, monitor);
  }

  @Override
  public URI toURI() {
    return uri;
  }
}
