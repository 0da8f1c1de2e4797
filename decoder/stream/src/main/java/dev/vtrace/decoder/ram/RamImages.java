// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.stream.RamBlock;
import dev.vtrace.decoder.stream.RamPage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes guest memory as one sparse file a RAM block into a directory. Pages are applied in the
 * order in which they come, as the destination of the migration does: a later one replaces an
 * earlier one, and one that is sent as a difference is applied to what is there.
 *
 * <p>A file is never longer than its block, and all together are not begun if the disk could not
 * hold them. Not for use by several threads at once.
 */
public final class RamImages implements Closeable {
  /** Left free on the disk. */
  private static final long KEEP_FREE = 64L << 20;

  private static final int MOST_BLOCKS = 4096;
  private static final int LARGEST_PAGE = 1 << 20;

  private final Path directory;
  private final FileNames names = new FileNames();
  private final Map<String, Image> images = new LinkedHashMap<>();
  private final Inflater inflater = new Inflater();
  private long total;

  private static final class Image {
    private final BlockFile file;
    private final String name;
    private final long length;
    private long pages;
    private long zeros;

    private Image(BlockFile file, String name, long length) {
      this.file = file;
      this.name = name;
      this.length = length;
    }
  }

  /** Images in a directory that is made if it is not there. */
  public RamImages(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  /**
   * Makes the file of a block.
   *
   * @throws IOException if there is a file of its name, or no room for all blocks
   */
  public void block(RamBlock block) throws IOException {
    if (images.containsKey(block.name())) {
      return;
    }
    long room = Files.getFileStore(directory).getUsableSpace() - KEEP_FREE;
    if (block.length() < 0 || block.length() > room - total || images.size() == MOST_BLOCKS) {
      throw new IOException(
          "RAM block "
              + block.name()
              + " of "
              + block.length()
              + " bytes does not fit into "
              + directory
              + ", which has room for "
              + Math.max(0, room - total));
    }
    total += block.length();
    String name = names.of(block.name());
    BlockFile file = BlockFile.create(directory.resolve(name), block.length());
    images.put(block.name(), new Image(file, name, block.length()));
  }

  /**
   * Applies a page record of a main stream or of a postcopy-preempt channel.
   *
   * @return what is wrong with the record, or null
   */
  public @Nullable Diagnostic page(ByteSource source, RamPage page) throws IOException {
    if (page.length() > LARGEST_PAGE || page.size() > LARGEST_PAGE) {
      return undecodable(page, "is too large");
    }
    byte[] content = new byte[(int) page.length()];
    if (source.read(page.offset(), content, 0, content.length) < content.length) {
      return undecodable(page, "is cut short");
    }
    switch (page.kind()) {
      case ZERO:
        return zero(page, content.length == 0 ? 0 : content[0]);
      case XBZRLE:
        return difference(page, content);
      case COMPRESS_PAGE:
        return compressed(page, content);
      default:
        return content.length == page.size()
            ? content(page, content, 0)
            : undecodable(page, "is packed in an unknown way");
    }
  }

  /** Applies a page whose content is at hand, such as one that was unpacked. */
  public @Nullable Diagnostic content(RamPage page, byte[] bytes, int at) throws IOException {
    Image image = image(page);
    if (image == null) {
      return undecodable(page, "is in no block that the stream lists");
    }
    image.pages++;
    image.file.write(page.address(), bytes, at, page.size());
    return null;
  }

  /** Applies a page all of whose bytes are equal, mostly zero. */
  public @Nullable Diagnostic zero(RamPage page, int fill) throws IOException {
    Image image = image(page);
    if (image == null) {
      return undecodable(page, "is in no block that the stream lists");
    }
    if (fill != 0) {
      byte[] filled = new byte[page.size()];
      Arrays.fill(filled, (byte) fill);
      return content(page, filled, 0);
    }
    image.zeros++;
    image.file.zero(page.address(), page.size());
    return null;
  }

  private @Nullable Diagnostic difference(RamPage page, byte[] changes) throws IOException {
    Image image = image(page);
    if (image == null) {
      return undecodable(page, "is in no block that the stream lists");
    }
    byte[] content = new byte[page.size()];
    image.file.read(page.address(), content);
    if (!Xbzrle.apply(changes, changes.length, content)) {
      return undecodable(page, "is not an XBZRLE encoding");
    }
    return content(page, content, 0);
  }

  private @Nullable Diagnostic compressed(RamPage page, byte[] packed) throws IOException {
    byte[] content = new byte[page.size()];
    inflater.reset();
    inflater.setInput(packed);
    int length = 0;
    try {
      length = inflater.inflate(content);
    } catch (DataFormatException e) {
      return undecodable(page, "is not zlib data");
    }
    if (length != page.size()) {
      return undecodable(page, "unpacks to " + length + " bytes");
    }
    return content(page, content, 0);
  }

  private @Nullable Image image(RamPage page) {
    Image image = images.get(page.block());
    return image != null && image.file.has(page.address(), page.size()) ? image : null;
  }

  private static Diagnostic undecodable(RamPage page, String why) {
    return new Diagnostic(
        Code.PAGE_UNDECODABLE,
        page.offset(),
        page.length(),
        page.block(),
        "page 0x" + Long.toHexString(page.address()) + " of " + page.block() + " " + why);
  }

  /** What was written so far, in the order of the stream's list. */
  public List<RamImage> images() {
    List<RamImage> out = new ArrayList<>();
    for (Map.Entry<String, Image> entry : images.entrySet()) {
      Image image = entry.getValue();
      out.add(new RamImage(entry.getKey(), image.name, image.length, image.pages, image.zeros));
    }
    return out;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    IOException first = null;
    for (Image image : images.values()) {
      try {
        image.file.close();
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
