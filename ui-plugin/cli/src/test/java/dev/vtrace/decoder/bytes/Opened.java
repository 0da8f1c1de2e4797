// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Notes which files below a folder are opened to be read, until it is closed. */
public final class Opened implements AutoCloseable {
  private final List<Path> files = Collections.synchronizedList(new ArrayList<>());

  public Opened(Path folder) {
    Inputs.watcher =
        file -> {
          if (file.toAbsolutePath().normalize().startsWith(folder)) {
            files.add(file);
          }
        };
  }

  /** The files, once for each time. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  @Override
  public void close() {
    Inputs.watcher = null;
  }
}
