// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.SourceFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens captures. */
public final class Vtrace {
  private Vtrace() {}

  /** Opens a capture with {@link OpenOptions#DEFAULT}. */
  public static VtraceRun open(Path capture) throws IOException {
    return open(capture, OpenOptions.DEFAULT);
  }

  /**
   * Opens a capture: a directory, a zip archive of one, or a single file of evidence. Where it has
   * a {@code capture.json}, that tells which file is whose; otherwise names do, as {@code
   * src.trace.log} and {@code dst.trace.log}. What a file is shows in its content, always. Files
   * may be packed by gzip, xz or zstd. Nothing is read before the run is asked.
   *
   * @throws IOException if there is no such file
   */
  public static VtraceRun open(Path capture, OpenOptions options) throws IOException {
    if (!Files.exists(capture)) {
      throw new NoSuchFileException(capture.toString());
    }
    return new VtraceRun(name(capture), capture, options);
  }

  /** Opens a capture that is in no folder, with {@link OpenOptions#DEFAULT}. */
  public static VtraceRun open(String name, List<NamedBytes> files) {
    return open(name, files, OpenOptions.DEFAULT);
  }

  /**
   * Opens a capture that is in no folder. The files are found and read as those of a folder are; a
   * single one may be an archive. Small files are unpacked in memory, large ones to a temporary
   * file.
   *
   * @param name the name to show to people
   * @throws IllegalArgumentException if there are no files, if two have the same name, or if a name
   *     leads out of a folder
   */
  public static VtraceRun open(String name, List<NamedBytes> files, OpenOptions options) {
    Map<String, ByteSource> sources = new LinkedHashMap<>();
    for (NamedBytes file : files) {
      if (sources.put(file.name(), NamedSource.of(file)) != null) {
        throw new IllegalArgumentException("two files have the name '" + file.name() + "'");
      }
    }
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("a capture has at least one file");
    }
    Path folder = SourceFileSystem.of(sources);
    boolean one = sources.size() == 1;
    return new VtraceRun(name, one ? folder.resolve(files.get(0).name()) : folder, options);
  }

  private static String name(Path capture) {
    Path last = capture.toAbsolutePath().normalize().getFileName();
    return last == null ? "" : last.toString();
  }
}
