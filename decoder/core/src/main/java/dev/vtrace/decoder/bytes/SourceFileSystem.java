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
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sources as the files of a read-only folder, so that evidence from memory, a database or a remote
 * store is found and read by the same code as evidence on a disk. Immutable, and closed never: the
 * sources belong to whoever made them.
 */
public final class SourceFileSystem extends FileSystem {
  static final String SEPARATOR = "/";

  private final SourceNode root = new SourceNode();
  private final FileSystemProvider provider = new SourceFileSystemProvider();

  /** A file or a folder, which knows no more of its name than what leads to it. */
  private static final class SourceNode {
    private final NavigableMap<String, SourceNode> entries = new TreeMap<>();
    private @Nullable ByteSource file;
  }

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
    sources.forEach(made::add);
    return new SourcePath(made, true, List.of());
  }

  private void add(String name, ByteSource source) {
    SourceNode at = root;
    int from = 0;
    for (String part : name.split(SEPARATOR, -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "'" + name + "' is not a valid name of a file in a folder");
      }
      if (at.file != null) {
        throw both(name.substring(0, from - 1));
      }
      from += part.length() + 1;
      at = at.entries.computeIfAbsent(part, newPart -> new SourceNode());
    }
    if (!at.entries.isEmpty()) {
      throw both(name);
    }
    at.file = source;
  }

  private static IllegalArgumentException both(String name) {
    return new IllegalArgumentException("'" + name + "' is both a file and a folder");
  }

  private @Nullable SourceNode find(String name) {
    if (name.isEmpty()) {
      return root;
    }
    SourceNode at = root;
    for (String part : name.split(SEPARATOR, -1)) {
      at = at.entries.get(part);
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  /** The source of a file, or null. */
  @Nullable ByteSource source(String name) {
    SourceNode found = find(name);
    return found == null ? null : found.file;
  }

  boolean isFolder(String name) {
    SourceNode found = find(name);
    return found != null && found.file == null;
  }

  /** The names of what lies directly in a folder. */
  List<String> entries(String folder) {
    SourceNode found = find(folder);
    return found == null ? List.of() : List.copyOf(found.entries.keySet());
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
