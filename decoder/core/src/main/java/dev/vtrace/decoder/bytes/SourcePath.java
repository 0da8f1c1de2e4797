// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path of a source. The root is the only folder that paths are relative to. */
record SourcePath(SourceFileSystem files, boolean absolute, List<String> names) implements Path {
  SourcePath {
    names = List.copyOf(names);
  }

  static SourcePath of(SourceFileSystem files, String text) {
    List<String> names = new ArrayList<>(Arrays.asList(text.split(SourceFileSystem.SEPARATOR)));
    names.removeIf(String::isEmpty);
    return new SourcePath(files, text.startsWith(SourceFileSystem.SEPARATOR), names);
  }

  private static SourcePath own(Path path) {
    if (path instanceof SourcePath own) {
      return own;
    }
    throw new ProviderMismatchException();
  }

  /** Its name in the file system, without a separator before it. */
  String key() {
    return String.join(SourceFileSystem.SEPARATOR, normalize().names);
  }

  private SourcePath with(boolean fromRoot, List<String> other) {
    return new SourcePath(files, fromRoot, other);
  }

  @Override
  public FileSystem getFileSystem() {
    return files;
  }

  @Override
  public boolean isAbsolute() {
    return absolute;
  }

  @Override
  public @Nullable Path getRoot() {
    return absolute ? with(true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return names.isEmpty() ? null : getName(names.size() - 1);
  }

  @Override
  public @Nullable Path getParent() {
    int parents = names.size() - 1;
    boolean none = parents < 0 || parents == 0 && !absolute;
    return none ? null : with(absolute, names.subList(0, parents));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public Path subpath(int begin, int end) {
    if (begin < 0 || end > names.size() || begin >= end) {
      throw new IllegalArgumentException();
    }
    return with(false, names.subList(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof SourcePath path
        && path.files == files
        && path.absolute == absolute
        && path.names.size() <= names.size()
        && names.subList(0, path.names.size()).equals(path.names);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(other instanceof SourcePath path) || path.files != files) {
      return false;
    }
    int before = names.size() - path.names.size();
    return path.absolute
        ? equals(path)
        : before >= 0 && names.subList(before, names.size()).equals(path.names);
  }

  @Override
  public SourcePath normalize() {
    List<String> out = new ArrayList<>();
    for (String name : names) {
      boolean up = name.equals("..");
      int last = out.size() - 1;
      if (up && last >= 0 && !out.get(last).equals("..")) {
        out.remove(last);
      } else if (!name.equals(".") && !(up && absolute)) {
        out.add(name);
      }
    }
    return with(absolute, out);
  }

  @Override
  public Path resolve(Path other) {
    SourcePath path = own(other);
    if (path.absolute) {
      return path;
    }
    List<String> out = new ArrayList<>(names);
    out.addAll(path.names);
    return with(absolute, out);
  }

  @Override
  public Path relativize(Path other) {
    SourcePath path = own(other);
    if (path.absolute != absolute) {
      throw new IllegalArgumentException("one of the paths is absolute, the other is not");
    }
    int same = 0;
    while (same < Math.min(names.size(), path.names.size())
        && names.get(same).equals(path.names.get(same))) {
      same++;
    }
    List<String> out = new ArrayList<>(Collections.nCopies(names.size() - same, ".."));
    out.addAll(path.names.subList(same, path.names.size()));
    return with(false, out);
  }

  @Override
  public URI toUri() {
    try {
      return new URI(SourceFileSystemProvider.SCHEME, null, toAbsolutePath().toString(), null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Path toAbsolutePath() {
    return absolute ? this : with(true, names);
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(own(other).toString());
  }

  @Override
  public String toString() {
    return (absolute ? SourceFileSystem.SEPARATOR : "")
        + String.join(SourceFileSystem.SEPARATOR, names);
  }
}
