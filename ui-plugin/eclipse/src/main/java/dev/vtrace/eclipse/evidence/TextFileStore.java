// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.evidence;

import dev.vtrace.eclipse.VtracePlugin;
import dev.vtrace.eclipse.server.ServerAnswers;
import dev.vtrace.eclipse.server.ServerAnswers.DocumentText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.core.filesystem.IFileStore;
import org.eclipse.core.runtime.IProgressMonitor;

/** One virtual document: its text is that of the server at the time. */
final class TextFileStore extends ReadTextStore {
  TextFileStore(URI uri) {
    super(uri);
  }

  @Override
  public String getName() {
    String path = uri.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  IFileStore at(URI other) {
    return new TextFileStore(other);
  }

  @Override
  byte[] read(IProgressMonitor monitor) throws IOException {
    return VtracePlugin.get()
        .server()
        .ask("vtrace/text", ServerAnswers.of("uri", uri.toString()), DocumentText.class, monitor)
        .text()
        .getBytes(StandardCharsets.UTF_8);
  }
}
