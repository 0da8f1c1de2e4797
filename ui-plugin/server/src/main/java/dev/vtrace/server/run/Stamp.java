// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** How files looked when they were read; another stamp later means that one has changed. */
public record Stamp(List<FileStamp> looks) {
  /**
   * One file.
   *
   * @param size -1 if there is none
   * @param modified milliseconds since the epoch
   * @param key what the file system knows the file by, or an empty string
   */
  public record FileStamp(Path file, long size, long modified, String key) {}

  /** How files look now. */
  public static Stamp of(List<Path> files) {
    List<FileStamp> looks = new ArrayList<>();
    for (Path file : files) {
      looks.add(look(file));
    }
    return new Stamp(List.copyOf(looks));
  }

  /** Whether they look the same now. */
  public boolean holds() {
    for (FileStamp look : looks) {
      if (!look.equals(look(look.file()))) {
        return false;
      }
    }
    return true;
  }

  private static FileStamp look(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      String key = now.fileKey() == null ? "" : now.fileKey().toString();
      long size = now.isDirectory() ? 0 : now.size();
      return new FileStamp(file, size, now.lastModifiedTime().toMillis(), key);
    } catch (IOException e) {
      return new FileStamp(file, -1, -1, "");
    }
  }
}
