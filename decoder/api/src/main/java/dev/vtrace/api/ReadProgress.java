// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

/**
 * Is told how far a capture has been read, by the thread that reads it. It may cancel the run, but
 * must not ask it anything.
 */
@FunctionalInterface
public interface ReadProgress {
  /**
   * More was read.
   *
   * @param file name in the capture of the file that is being read
   * @param bytes how many bytes of all files were read, as they lie in the capture; never less than
   *     before
   * @param total size of all files; {@code bytes} is equal to it at the end, and only then
   */
  void update(String file, long bytes, long total);
}
