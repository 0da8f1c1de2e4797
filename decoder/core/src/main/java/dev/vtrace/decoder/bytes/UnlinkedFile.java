// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * A temporary file that only its owner may read and that has no name: on POSIX systems it is
 * removed from its folder as soon as it is open, so that it is gone when this process is, whatever
 * ends that.
 */
public final class UnlinkedFile {
  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);

  private UnlinkedFile() {}

  /** The folder that temporary files are in. */
  public static Path folder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** Opens a new one to write and read. */
  public static FileChannel open() throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    byte[] random = new byte[16];
    while (true) {
      new SecureRandom().nextBytes(random);
      try {
        return FileChannel.open(
            folder().resolve("vtrace-" + HexFormat.of().formatHex(random)), OPTIONS, owner);
      } catch (FileAlreadyExistsException e) {
        // Another name, then.
      }
    }
  }
}
