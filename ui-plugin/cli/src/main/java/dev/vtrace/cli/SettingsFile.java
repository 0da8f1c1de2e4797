// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.rules.UserSettings;
import dev.vtrace.tracer.attach.EventSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where settings of a user are found: in a folder, or else in the closest folder above it in the
 * same repository.
 *
 * @param path null where there is none
 */
record SettingsFile(@Nullable Path path, UserSettings settings) {
  private static final String REPOSITORY = ".git";

  /**
   * The settings for what lies in a folder.
   *
   * @throws IOException if there is such a file, and it is none that can be followed
   */
  static SettingsFile of(Path folder) throws IOException {
    Path own = folder.resolve(UserSettings.FILE);
    if (Files.isRegularFile(own)) {
      return read(own);
    }
    Path root = repository(folder);
    for (Path at = root == null ? null : folder.toAbsolutePath().normalize();
        at != null && at.startsWith(root);
        at = at.getParent()) {
      Path file = at.resolve(UserSettings.FILE);
      if (Files.isRegularFile(file)) {
        return read(file);
      }
    }
    return new SettingsFile(null, UserSettings.NONE);
  }

  /**
   * The sets of trace events in the settings of the working directory.
   *
   * @throws IOException as {@link #of}
   */
  static EventSets events() throws IOException {
    return new EventSets(of(Path.of("")).settings().events());
  }

  private static @Nullable Path repository(Path folder) {
    Path at = folder.toAbsolutePath().normalize();
    while (at != null && !Files.exists(at.resolve(REPOSITORY))) {
      at = at.getParent();
    }
    return at;
  }

  private static SettingsFile read(Path file) throws IOException {
    if (Files.size(file) > UserSettings.LARGEST) {
      throw new IOException(file + ": is too large for a file of settings");
    }
    return new SettingsFile(file, UserSettings.read(file.toString(), Files.readAllBytes(file)));
  }
}
