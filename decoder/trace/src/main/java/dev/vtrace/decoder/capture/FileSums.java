// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the files of a recorded capture with the SHA-256 sums that its {@code capture.json}
 * states. What is in a zip archive is compared when that is opened.
 */
public final class FileSums {
  private static final int PIECE = 1 << 16;

  private FileSums() {}

  /**
   * Files that are not as they were recorded.
   *
   * @param files how many have a sum that they were compared with
   * @param changed those whose content is another one, by name
   * @param missing those that are not there any more, by name
   * @param unfinished those that a recorder began to write and has not completed, by name
   */
  public record Result(
      int files, List<String> changed, List<String> missing, List<String> unfinished) {}

  /**
   * Compares all files that have a sum. They are read to their ends.
   *
   * @param goOn called between pieces; it ends the comparison by an exception
   * @throws IOException if a file cannot be read
   */
  public static Result compare(Path folder, Runnable goOn) throws IOException {
    List<String> changed = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Map<String, String> sums = new TreeMap<>(Manifest.sums(folder));
    int files = 0;
    for (Map.Entry<String, String> told : sums.entrySet()) {
      Path file = inside(folder, told.getKey());
      if (file == null) {
        continue;
      }
      files++;
      if (!Files.isRegularFile(file)) {
        missing.add(told.getKey());
      } else if (!sum(file, goOn).equalsIgnoreCase(told.getValue())) {
        changed.add(told.getKey());
      }
    }
    return new Result(files, List.copyOf(changed), List.copyOf(missing), unfinished(folder));
  }

  /**
   * A recorder states the size of a file once that is complete; people who write a description need
   * not.
   */
  private static List<String> unfinished(Path folder) throws IOException {
    return Manifest.files(folder).stream()
        .filter(each -> each.containsKey("kind") && !each.containsKey("size"))
        .map(each -> each.getOrDefault("name", ""))
        .toList();
  }

  /** A name comes from a file of others: it leads to no other place. */
  private static @Nullable Path inside(Path folder, String name) {
    try {
      Path whole = folder.toAbsolutePath().normalize();
      Path file = whole.resolve(name).normalize();
      return file.startsWith(whole) && !file.equals(whole) ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String sum(Path file, Runnable goOn) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        goOn.run();
        digest.update(piece, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
