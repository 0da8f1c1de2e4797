// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import dev.vtrace.tracer.identity.DescriptorIdentity.IdentityKind;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says about descriptors of each kind. */
class DescriptorIdentityTest {
  static {
    Native.register(DescriptorIdentityTest.class, "c");
  }

  static native int dup(int fd);

  static native int open(String path, int flags);

  @TempDir Path folder;

  @Test
  void eventCountersDifferByNumberOnly() throws Exception {
    try (Fd one = Fd.eventfd();
        Fd same = new Fd(dup(one.number()));
        Fd other = Fd.eventfd()) {
      DescriptorIdentity identity = DescriptorIdentity.of(one);
      assertThat(identity.kind()).isEqualTo(IdentityKind.EVENTFD);
      assertThat(identity).hasToString("eventfd:[" + identity.eventfd() + "]");
      assertThat(DescriptorIdentity.of(same)).isEqualTo(identity);
      assertThat(DescriptorIdentity.of(other)).isNotEqualTo(identity);
    }
  }

  @Test
  void theEndsOfASocketPairAreTwo() throws Exception {
    Fd[] pair = Sockets.pair();
    try (Fd one = pair[0];
        Fd other = pair[1]) {
      DescriptorIdentity identity = DescriptorIdentity.of(one);
      assertThat(identity.kind()).isEqualTo(IdentityKind.SOCKET);
      DescriptorIdentity end = DescriptorIdentity.of(other);
      assertThat(end.inode()).isNotEqualTo(identity.inode());
      assertThat(end.peer()).isEqualTo(identity.inode());
      assertThat(identity).hasToString("socket:[" + identity.inode() + "->" + end.inode() + "]");
    }
  }

  @Test
  void aSocketWithoutAnOtherEndHasNone() throws Exception {
    Address address = new Address.Unix(folder.resolve("a.sock"));
    try (Fd listening = Sockets.listen(address);
        Fd client = Sockets.connect(address)) {
      DescriptorIdentity waits = DescriptorIdentity.of(listening);
      assertThat(waits.peer()).isEqualTo(-1);
      assertThat(waits).hasToString("socket:[" + waits.inode() + "]");
      try (Fd accepted = Sockets.accept(listening)) {
        assertThat(DescriptorIdentity.of(accepted).peer())
            .isEqualTo(DescriptorIdentity.of(client).inode());
      }
    }
  }

  @Test
  void memoryHasANameAndASize() throws Exception {
    try (Fd memory = Fd.memfd("guest ram")) {
      try (FileOutputStream out = new FileOutputStream("/proc/self/fd/" + memory.number())) {
        out.write(new byte[4224]);
      }
      DescriptorIdentity identity = DescriptorIdentity.of(memory);
      assertThat(identity.kind()).isEqualTo(IdentityKind.MEMFD);
      assertThat(identity.memoryName()).isEqualTo("guest ram");
      assertThat(identity.size()).isEqualTo(4224);
      assertThat(identity.toString())
          .isEqualTo(
              "/memfd:guest ram inode=%d dev=%d size=4224", identity.inode(), identity.device());
    }
  }

  @Test
  void aFileIsKnownByItsInodeAlsoWhenItIsDeleted() throws Exception {
    Path file = Files.writeString(folder.resolve("disk.img"), "abc");
    long inode = (Long) Files.getAttribute(file, "unix:ino");
    try (Fd fd = new Fd(open(file.toString(), 0))) {
      DescriptorIdentity before = DescriptorIdentity.of(fd);
      assertThat(before.kind()).isEqualTo(IdentityKind.FILE);
      assertThat(before.inode()).isEqualTo(inode);
      assertThat(before.link()).endsWith("/disk.img");
      Files.delete(file);
      assertThat(DescriptorIdentity.of(fd)).isEqualTo(before);
    }
  }

  @Test
  void whatIsNotThereIsNotKnown() {
    assertThat(DescriptorIdentity.of("self", 1_000_000).kind()).isEqualTo(IdentityKind.OTHER);
    assertThat(DescriptorIdentity.of("0", 1).link()).isEmpty();
  }
}
