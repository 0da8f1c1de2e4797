// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** What is known of a source as a file: what it is, and its size in bytes. It has no times. */
record SourceAttributes(boolean isDirectory, long size) implements BasicFileAttributes {
  private static final FileTime NEVER = FileTime.fromMillis(0);

  @Override
  public boolean isRegularFile() {
    return !isDirectory;
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public FileTime lastModifiedTime() {
    return NEVER;
  }

  @Override
  public FileTime lastAccessTime() {
    return NEVER;
  }

  @Override
  public FileTime creationTime() {
    return NEVER;
  }

  @Override
  public @Nullable Object fileKey() {
    return null;
  }
}
