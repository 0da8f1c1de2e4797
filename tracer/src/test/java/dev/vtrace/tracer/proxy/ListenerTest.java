// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Native;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths of sockets: who may use them, what stands there already, and how they are given back. */
class ListenerTest {
  private static final int NOBODY = 65534;

  static {
    Native.register(ListenerTest.class, "c");
  }

  /** Acts as another user for the file system, in this thread only. */
  static native int setfsuid(int user);

  @TempDir Path folder;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  private Listener listen(String name) throws IOException {
    return Listener.at(new Address.Unix(folder.resolve(name)));
  }

  @Test
  void onlyTheOwnerMayConnectAndThePathIsRemoved() throws Exception {
    Path path = folder.resolve("a.sock");
    Listener listener = listen("a.sock");
    assertThat(mode(path)).isEqualTo("rw-------");
    listener.close();
    assertThat(path).doesNotExist();
  }

  @Test
  void saysWhyItCannotListen() throws Exception {
    Files.writeString(folder.resolve("file"), "precious");
    assertThatThrownBy(() -> listen("file"))
        .hasMessageEndingWith("already exists, and is not a socket");
    assertThat(folder.resolve("file")).hasContent("precious");
    assertThatThrownBy(() -> listen("none/a.sock"))
        .hasMessageStartingWith("cannot listen on")
        .hasMessageEndingWith("no such file or directory");
    assertThatThrownBy(() -> listen("x".repeat(108))).hasMessageContaining("at most 107 bytes");
    try (Listener first = listen("a.sock")) {
      first.start(Fd::close, note -> {});
      assertThatThrownBy(() -> listen("a.sock")).hasMessageContaining("already listens there");
    }
  }

  @Test
  void saysThatItIsNotPermitted() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    int self = setfsuid(NOBODY);
    try {
      assertThatThrownBy(() -> listen("closed/a.sock"))
          .hasMessageStartingWith("cannot listen on")
          .hasMessageEndingWith("permission denied");
    } finally {
      setfsuid(self);
    }
  }

  @Test
  void replacesThePathOfWhoIsGone() throws Exception {
    Path path = folder.resolve("a.sock");
    Sockets.listen(new Address.Unix(path)).close();
    assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
    try (Listener listener = listen("a.sock")) {
      listener.start(Fd::close, note -> {});
      Sockets.connect(new Address.Unix(path)).close();
    }
  }

  @Test
  void leavesAPathThatIsSomebodyElsesByNow() throws Exception {
    Path path = folder.resolve("a.sock");
    Listener listener = listen("a.sock");
    Files.delete(path);
    try (Fd other = Sockets.listen(new Address.Unix(path))) {
      listener.close();
      Sockets.connect(new Address.Unix(path)).close();
      Sockets.accept(other).close();
    }
  }

  @Test
  void aSocketThatAKilledProxyHasLeftAsideIsPutBack() throws Exception {
    Path path = folder.resolve("back.sock");
    Path aside = Listener.aside(path);
    Sockets.listen(new Address.Unix(path)).close();
    assertThat(Listener.putBack(path)).isFalse();
    try (Fd backend = Sockets.listen(new Address.Unix(aside))) {
      assertThat(Listener.putBack(path)).isTrue();
      assertThat(Files.exists(aside, LinkOption.NOFOLLOW_LINKS)).isFalse();
      Sockets.connect(new Address.Unix(path)).close();
      Sockets.accept(backend).close();
      assertThat(Listener.putBack(path)).isFalse();
      // Of two that live, neither is touched.
      try (Fd other = Sockets.listen(new Address.Unix(aside))) {
        assertThat(Listener.putBack(path)).isFalse();
        Sockets.connect(new Address.Unix(path)).close();
        Sockets.accept(backend).close();
        Sockets.connect(new Address.Unix(aside)).close();
        Sockets.accept(other).close();
      }
    }
  }

  @Test
  void takesOverAndGivesBack() throws Exception {
    Path path = folder.resolve("back.sock");
    try (Fd backend = Sockets.listen(new Address.Unix(path))) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
      Object before = Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
      List<String> notes = new ArrayList<>();
      CaptureDirectory capture = CaptureDirectory.create(folder.resolve("capture"), "test");
      Recorder recorder = new Recorder(capture, notes::add);
      VhostUserProxy proxy = VhostUserProxy.takeover(path, recorder, "t.pcapng", notes::add);
      proxy.start();
      assertThat(Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS))
          .isNotEqualTo(before);
      assertThat(mode(path)).isEqualTo("rw-rw----");
      assertThatThrownBy(() -> Listener.takeover(path)).hasMessageContaining("a proxy is already");
      try (Peer front = new Peer(Sockets.connect(new Address.Unix(path)));
          // The proxy that was refused looked who answers, at the back-end and at the first proxy.
          Fd looked = Sockets.accept(backend);
          Fd lookedAgain = Sockets.accept(backend);
          Peer back = new Peer(Sockets.accept(backend))) {
        assertThat(looked.number()).isNotEqualTo(lookedAgain.number());
        front.write(new byte[] {1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}, List.of());
        assertThat(back.receive()).isEqualTo(12);
      }
      proxy.close();
      recorder.close();
      capture.close();
      assertThat(Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS)).isEqualTo(before);
      assertThat(Listener.aside(path)).doesNotExist();
      assertThat(notes).isEmpty();
    }
  }

  @Test
  void takesThePlaceOfAProxyThatWasKilled() throws Exception {
    Path path = folder.resolve("back.sock");
    Path aside = Listener.aside(path);
    try (Fd backend = Sockets.listen(new Address.Unix(path))) {
      // What a killed proxy leaves: the back-end is aside, and nobody answers at its path.
      Files.move(path, aside);
      Sockets.listen(new Address.Unix(path)).close();
      try (Listener listener = Listener.takeover(path)) {
        listener.start(Fd::close, note -> {});
        Sockets.connect(new Address.Unix(path)).close();
      }
      assertThat(Files.exists(aside, LinkOption.NOFOLLOW_LINKS)).isFalse();
      // Each of the two looked once: at the back-end, and through the proxy's path.
      Sockets.connect(new Address.Unix(path)).close();
      Sockets.accept(backend).close();
    }
  }

  @Test
  void aBackEndThatIsNotThereIsReportedAndTheCallerSeesTheEnd() throws Exception {
    List<String> notes = new ArrayList<>();
    try (CaptureDirectory capture = CaptureDirectory.create(folder.resolve("capture"), "test");
        Recorder recorder = new Recorder(capture, notes::add);
        VhostUserProxy proxy =
            new VhostUserProxy(
                new Address.Unix(folder.resolve("a.sock")),
                new Address.Unix(folder.resolve("wrong.sock")),
                recorder,
                "t.pcapng",
                notes::add)) {
      proxy.start();
      try (Peer front = new Peer(Sockets.connect(new Address.Unix(folder.resolve("a.sock"))))) {
        assertThat(front.receive()).isZero();
      }
      assertThat(proxy.failed()).isEqualTo(1);
      assertThat(notes)
          .singleElement()
          .asString()
          .contains("wrong.sock: no such file or directory");
    }
  }
}
