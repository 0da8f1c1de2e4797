// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words for people why something could not be read or written. */
final class Failure {
  private Failure() {}

  static String describe(IOException e) {
    if (e instanceof FileSystemException f) {
      return f.getFile() + ": " + reason(f);
    }
    // The message of FileNotFoundException is whole already: path and reason.
    if (e instanceof FileNotFoundException && e.getMessage() != null) {
      return e.getMessage();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String reason(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "exists already";
    }
    if (e instanceof NotDirectoryException) {
      return "not a directory";
    }
    return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
  }
}
