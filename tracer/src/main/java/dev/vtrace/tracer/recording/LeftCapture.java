// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A capture of vhost-user traffic whose recorder has died while the connections went on. What is
 * still known is added to it: from where on it lacks messages, and how the connections ended.
 *
 * <p>A packet that the recorder left half-written is cut off, so that what follows can be read.
 */
public final class LeftCapture {
  /** Type and length, with which each block of a pcapng file begins. */
  private static final int BLOCK_HEADER = 8;

  private static final Set<OpenOption> ANEW =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING,
          LinkOption.NOFOLLOW_LINKS);

  private static final FileAttribute<?> OWNER_READS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final String WHY =
      "the recording process ended, and forwarding continued without it";

  private final Path folder;
  private final String file;
  private final String tool;
  private @Nullable PcapngWriter out;

  /**
   * @param file the name of the traffic in the folder
   */
  public LeftCapture(Path folder, String file, String tool) {
    this.folder = folder;
    this.file = file;
    this.tool = tool;
  }

  /** Adds an event. */
  public void event(WireEvent event) throws IOException {
    if (out == null) {
      // The dead recorder's reserve of room is for this.
      Files.deleteIfExists(folder.resolve(CaptureDirectory.RESERVE));
      Path traffic = folder.resolve(file);
      cut(traffic);
      out =
          new PcapngWriter(
              Files.newOutputStream(traffic, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }
    out.write(event);
  }

  private static void cut(Path traffic) throws IOException {
    try (FileChannel channel =
        FileChannel.open(traffic, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer header = ByteBuffer.allocate(BLOCK_HEADER).order(ByteOrder.LITTLE_ENDIAN);
      long whole = 0;
      while (channel.read(header.clear(), whole) == BLOCK_HEADER) {
        long length = header.getInt(4);
        if (length <= BLOCK_HEADER || whole + length > channel.size()) {
          break;
        }
        whole += length;
      }
      channel.truncate(whole);
    }
  }

  /**
   * Says in the description what is missing.
   *
   * @param bytes that were forwarded and not recorded, as far as is known
   */
  public void lacks(long bytes) throws IOException {
    Path traffic = folder.resolve(file);
    CaptureDescription.DescribedFile item =
        new CaptureDescription.DescribedFile(
            file, InputRole.SOCKET, InputKind.PCAPNG.label(), "", Files.size(traffic), "");
    CaptureDescription.RecordedGap gap =
        new CaptureDescription.RecordedGap(file, Files.size(traffic), bytes, WHY);
    CaptureDescription description =
        new CaptureDescription(tool, List.of(), List.of(item), List.of(gap), List.of());
    Path temporary = folder.resolve("." + CaptureDirectory.MANIFEST);
    try (OutputStream to =
        Channels.newOutputStream(FileChannel.open(temporary, ANEW, OWNER_READS))) {
      description.write(to);
    }
    Files.move(
        temporary, folder.resolve(CaptureDirectory.MANIFEST), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The clause for an event of a half that is not recorded any more. */
  public static String why() {
    return WHY;
  }
}
