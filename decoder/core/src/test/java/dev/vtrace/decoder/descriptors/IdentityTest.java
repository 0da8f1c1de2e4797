// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.descriptors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.descriptors.Identity.DescriptorKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityTest {
  @Test
  void readsWhatRecordersWrite() {
    assertThat(Identity.parse("anon_inode:[eventfd] eventfd-id=7"))
        .isEqualTo(new Identity(DescriptorKind.EVENTFD, "", 7, -1, -1, -1));
    assertThat(Identity.parse("eventfd:[7]"))
        .isEqualTo(new Identity(DescriptorKind.EVENTFD, "", 7, -1, -1, -1));
    assertThat(Identity.parse("socket:[4711]"))
        .isEqualTo(new Identity(DescriptorKind.SOCKET, "", 4711, -1, -1, -1));
    assertThat(Identity.parse("/memfd:guest ram inode=12 dev=1 size=4096"))
        .isEqualTo(new Identity(DescriptorKind.MEMFD, "guest ram", 12, 1, -1, 4096));
    assertThat(Identity.parse("UNIX-STREAM:[178926->180324,\"a.sock\"]"))
        .isEqualTo(new Identity(DescriptorKind.SOCKET, "", 178926, -1, 180324, -1));
    assertThat(Identity.parse("/dev/shm/a b inode=3 dev=2 size=0 later=9"))
        .isEqualTo(new Identity(DescriptorKind.FILE, "/dev/shm/a b", 3, 2, -1, 0));
  }

  @Test
  void aKindAloneProvesNothing() {
    for (String text : List.of("anon_inode:[eventfd]", "eventfd", "socket", "/memfd", "", "x y")) {
      Identity kind = Identity.parse(text);
      assertThat(kind.known()).as(text).isFalse();
      assertThat(kind.same(kind)).as(text).isFalse();
      assertThat(kind.differs(Identity.parse("socket:[1]"))).as(text).isFalse();
    }
  }

  @Test
  void damagedTextIsNoIdentity() {
    for (String text :
        List.of(
            "anon_inode:[eventfd] eventfd-id=",
            "anon_inode:[eventfd] eventfd-id=-1",
            "socket:[",
            "socket:[x]",
            "socket:[99999999999999999999]",
            "/memfd:a inode=1a dev=1",
            " =1")) {
      assertThat(Identity.parse(text).known()).as(text).isFalse();
    }
  }

  @Test
  void equalNumbersOfDifferentKindsAreNotTheSame() {
    Identity socket = Identity.parse("socket:[7]");
    Identity counter = Identity.parse("anon_inode:[eventfd] eventfd-id=7");
    assertThat(socket.same(counter)).isFalse();
    assertThat(socket.differs(counter)).isTrue();
    assertThat(socket.same(Identity.parse("UNIX-STREAM:[7->8]"))).isTrue();
  }

  @Test
  void theOtherEndIsTheOther() {
    Identity one = Identity.parse("socket:[7->8]");
    assertThat(one.otherEnd()).isEqualTo(Identity.parse("socket:[8->7]"));
    assertThat(one.otherEnd().otherEnd().same(one)).isTrue();
    assertThat(Identity.parse("socket:[7]").otherEnd().known()).isFalse();
  }

  @Test
  void joinsHoldersByObject() {
    Identity counter = Identity.parse("anon_inode:[eventfd] eventfd-id=7");
    Identity unknown = Identity.parse("anon_inode:[timerfd]");
    List<HeldObject> objects =
        HeldObject.join(
            List.of(
                new Holder(1, "a", 3, counter),
                new Holder(1, "a", 4, unknown),
                new Holder(2, "b", 9, counter),
                new Holder(2, "b", 4, unknown)));
    assertThat(objects).hasSize(3);
    assertThat(objects.get(0).holders()).extracting(Holder::number).containsExactly(3, 9);
    assertThat(objects).extracting(HeldObject::shared).containsExactly(true, false, false);
  }
}
