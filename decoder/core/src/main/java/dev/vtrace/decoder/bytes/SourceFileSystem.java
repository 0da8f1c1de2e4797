// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sources as the files of a read-only folder, so that evidence from memory, a database or a remote
 * store is found and read by the same code as evidence on a disk. Immutable, and closed never: the
 * sources belong to whoever made them.
 */
public final class SourceFileSystem extends FileSystem {
  static final String SEPARATOR = "/";

  /** The next character. */
  private static final char AFTER_SEPARATOR = '0';

  private final NavigableMap<String, ByteSource> files = new TreeMap<>();
  private final NavigableSet<String> folders = new TreeSet<>();
  private final FileSystemProvider provider = new SourceFileSystemProvider();

  private SourceFileSystem() {}

  /**
   * The folder that holds these sources.
   *
   * @param sources by their names, relative to the folder and with {@code /} between the parts
   * @throws IllegalArgumentException if a name leads out of the folder, or is both a file and a
   *     folder
   */
  public static Path of(Map<String, ByteSource> sources) {
    SourceFileSystem made = new SourceFileSystem();
    made.folders.add("");
    sources.forEach(made::add);
    for (String folder : made.folders) {
      if (made.files.containsKey(folder)) {
        throw new IllegalArgumentException("'" + folder + "' is both a file and a folder");
      }
    }
    return new SourcePath(made, true, List.of());
  }

  private void add(String name, ByteSource source) {
    List<String> parts = Arrays.asList(name.split(SEPARATOR, -1));
    if (name.indexOf('\0') >= 0
        || parts.stream()
            .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a valid name of a file in a" + " folder");
    }
    files.put(name, source);
    for (int i = 1; i < parts.size(); i++) {
      folders.add(String.join(SEPARATOR, parts.subList(0, i)));
    }
  }

  /** The source of a file, or null. */
  @Nullable ByteSource source(String name) {
    return files.get(name);
  }

  boolean isFolder(String name) {
    return folders.contains(name);
  }

  /** The names of what lies directly in a folder. */
  List<String> entries(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + SEPARATOR;
    List<String> out = new ArrayList<>();
    for (NavigableSet<String> names : List.of(folders, files.navigableKeySet())) {
      // What lies deeper is passed over folder by folder.
      String name = names.higher(prefix);
      while (name != null && name.startsWith(prefix)) {
        int deeper = name.indexOf(SEPARATOR, prefix.length());
        if (deeper < 0) {
          out.add(name.substring(prefix.length()));
          name = names.higher(name);
        } else {
          name = names.ceiling(name.substring(0, deeper) + AFTER_SEPARATOR);
        }
      }
    }
    return out;
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public String getSeparator() {
    return SEPARATOR;
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(new SourcePath(this, true, List.of()));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    StringBuilder whole = new StringBuilder(first);
    for (String part : more) {
      whole.append(SEPARATOR).append(part);
    }
    return SourcePath.of(this, whole.toString());
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    throw new UnsupportedOperationException();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() throws IOException {
    throw new UnsupportedOperationException();
  }
}
