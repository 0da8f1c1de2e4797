// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.input.InputRecognition;
import dev.vtrace.decoder.trace.socket.PcapngReader;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import dev.vtrace.decoder.trace.socket.SocketWire;
import dev.vtrace.decoder.trace.socket.StraceReader;
import dev.vtrace.decoder.trace.socket.VhostJsonReader;
import dev.vtrace.decoder.vhostuser.Decoded;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.MessageCodec;
import dev.vtrace.decoder.vhostuser.Payload;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.Session;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.SessionStep;
import dev.vtrace.decoder.vhostuser.Vring;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every vhost-user message of every recording, as JSON lines, strace and pcapng. */
class VhostCapturesTest {
  private static List<Message> messages(List<? extends TraceRecord> records) {
    List<Message> out = new ArrayList<>();
    for (TraceRecord record : records) {
      if (record instanceof WireMessage wire) {
        out.add(wire.message());
      }
    }
    return out;
  }

  @Test
  void everyMessageDecodesMatchesAndEncodes() throws IOException {
    int messages = 0;
    int connections = 0;
    for (Path folder : Captures.folders()) {
      for (Path file : Captures.files(folder, ".jsonl")) {
        if (!file.getFileName().toString().startsWith("vhost-user-")) {
          continue;
        }
        Captures.Reading reading = Captures.read(VhostJsonReader::new, Captures.bytes(file));
        assertThat(reading.findings()).isEmpty();
        List<Diagnostic> findings = new ArrayList<>();
        Session session = new Session(findings::add);
        for (Message message : messages(reading.records())) {
          SessionStep step = session.add(message);
          Decoded decoded = step.decoded();
          assertThat(decoded.payload()).as(file.toString()).isNotEqualTo(Payload.UNKNOWN);
          assertThat(decoded.fields()).noneMatch(f -> f.name().equals("rest"));
          assertThat(MessageCodec.encode(decoded)).isEqualTo(message.bytes());
          boolean reply = message.direction() == Direction.TO_FRONTEND;
          assertThat(step.role() == SessionStep.MessageRole.REPLY)
              .as(message.name())
              .isEqualTo(reply);
          if (reply) {
            assertThat(session.steps().get(step.answers().orElseThrow()).message().request())
                .isEqualTo(message.request());
          }
          fdsAgree(file, decoded);
          messages++;
        }
        assertThat(findings).as(file.toString()).isEmpty();
        session.end();
        connections++;
        ends(folder, file, session, findings);
      }
    }
    System.out.println("vhost-user: " + messages + " messages of " + connections + " connections");
  }

  private static void fdsAgree(Path file, Decoded decoded) {
    Message message = decoded.message();
    Request row = message.row();
    int fds = message.fds().size();
    int least = message.isReply() ? row.replyFds().least() : row.requestFds().least();
    int most = message.isReply() ? row.replyFds().most() : row.requestFds().most();
    assertThat(fds).as(file + " " + message.name()).isBetween(least, most);
    if (decoded.payload() == Payload.QUEUE_FD) {
      assertThat(decoded.number("no_fd", -1)).isEqualTo(fds == 0 ? 1 : 0);
    }
  }

  /** What is left open must be explained by how the run went. */
  private static void ends(Path folder, Path file, Session session, List<Diagnostic> findings) {
    String run = folder.getFileName().toString();
    SessionState state = session.state();
    if (!run.equals("transfer-then-reset")) {
      assertThat(findings).as(file.toString()).isEmpty();
    }
    assertThat(state.owner()).isTrue();
    for (Vring ring : state.vrings()) {
      assertThat(ring.index()).isBetween(0, 63);
      if (ring.started()) {
        assertThat(ring.configured()).as(file + " ring " + ring.index()).isTrue();
        assertThat(state.regions()).isNotEmpty();
        assertThat(state.regions())
            .as(file + " ring " + ring.index())
            .anyMatch(r -> r.holdsUser(ring.desc(), 16L * ring.num()));
      }
    }
    boolean stopped =
        List.of("transfer-linux-2q", "transfer-linux-4q", "normal-linux-4q").contains(run);
    if (stopped) {
      assertThat(state.suspended()).as(file.toString()).isTrue();
      assertThat(state.vrings()).noneMatch(Vring::enabled);
    }
  }

  @Test
  void straceShowsTheMessagesThatTheProxyRecorded() throws IOException {
    int compared = 0;
    for (Path folder : Captures.folders()) {
      List<Path> traces = Captures.files(folder, ".vhost-user.strace");
      if (traces.isEmpty()) {
        continue;
      }
      List<Message> recorded = new ArrayList<>();
      recorded.addAll(
          messages(
              Captures.read(
                      VhostJsonReader::new, Captures.bytes(folder.resolve("vhost-user-dev0.jsonl")))
                  .records()));
      for (String ending : List.of(".vhost-user.strace", ".strace")) {
        List<Message> seen = new ArrayList<>();
        // The source asked first; the destination took the connection over.
        for (String side : List.of("src", "dst")) {
          Path file = Captures.files(folder, side + ending).get(0);
          seen.addAll(wire(Captures.bytes(file)));
        }
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        seen.forEach(m -> left.add(hex(m)));
        recorded.forEach(m -> right.add(hex(m)));
        assertThat(left).as(folder + ending).isEqualTo(right);
        compared += left.size();
      }
    }
    System.out.println("strace: " + compared + " messages are those of the proxy");
  }

  private static List<Message> wire(byte[] bytes) {
    List<Message> out = new ArrayList<>();
    List<Diagnostic> findings = new ArrayList<>();
    SocketWire wire = new SocketWire(w -> out.add(w.message()), findings::add);
    Captures.Reading reading = Captures.read(StraceReader::new, bytes);
    reading.records().forEach(wire);
    wire.end();
    assertThat(findings).isEmpty();
    return out;
  }

  private static String hex(Message m) {
    StringBuilder out = new StringBuilder(m.direction().label()).append(m.name()).append(' ');
    out.append(m.fds().size()).append(' ');
    for (byte b : m.bytes()) {
      out.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return out.toString();
  }

  @Test
  void theExcerptOfStraceHasMessages() {
    List<Message> seen = wire(Captures.resource("src.strace"));
    assertThat(seen).hasSizeGreaterThan(15);
    assertThat(seen.get(0).row()).isEqualTo(Request.GET_FEATURES);
    assertThat(seen).anyMatch(m -> m.fds().size() == 1 && m.row() == Request.SET_VRING_CALL);
  }

  @Test
  void pcapngKeepsEverything() throws IOException {
    List<TraceRecord> records =
        new ArrayList<>(
            Captures.read(VhostJsonReader::new, Captures.resource("vhost-user.jsonl")).records());
    for (Path folder : Captures.folders()) {
      for (Path file : Captures.files(folder, ".jsonl")) {
        if (file.getFileName().toString().startsWith("vhost-user-")) {
          records.addAll(Captures.read(VhostJsonReader::new, Captures.bytes(file)).records());
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapngWriter writer = new PcapngWriter(out)) {
      for (TraceRecord record : records) {
        if (record instanceof WireMessage wire) {
          writer.write(wire);
        } else if (record instanceof WireEvent event) {
          writer.write(event);
        }
      }
    }
    assertThat(InputRecognition.of(out.toByteArray(), out.size())).isEqualTo(InputKind.PCAPNG);
    Captures.Reading again = Captures.read(PcapngReader::new, out.toByteArray());
    assertThat(again.findings()).isEmpty();
    assertThat(again.records()).hasSameSizeAs(records);
    for (int i = 0; i < records.size(); i++) {
      TraceRecord one = records.get(i);
      TraceRecord two = again.records().get(i);
      assertThat(two.timeNs()).isEqualTo(one.timeNs());
      if (one instanceof WireMessage a && two instanceof WireMessage b) {
        assertThat(hex(b.message())).isEqualTo(hex(a.message()));
        assertThat(b.message().fds()).isEqualTo(a.message().fds());
        assertThat(b.monotonicNs()).isEqualTo(a.monotonicNs());
        assertThat(b.connection()).isEqualTo(a.connection());
      } else {
        WireEvent a = (WireEvent) one;
        WireEvent b = (WireEvent) two;
        assertThat(b.kind()).isEqualTo(a.kind());
        assertThat(b.direction()).isEqualTo(a.direction());
        assertThat(b.why()).isEqualTo(a.why());
      }
    }
  }

  @Test
  void pcapngPassesOverUnknownBlocksAndFindsBackBehindDamage() throws IOException {
    List<TraceRecord> records =
        Captures.read(VhostJsonReader::new, Captures.resource("vhost-user.jsonl")).records();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapngWriter writer = new PcapngWriter(out);
    List<Integer> starts = new ArrayList<>();
    for (TraceRecord record : records) {
      starts.add(out.size());
      if (record instanceof WireMessage wire) {
        writer.write(wire);
      }
      out.write(new byte[] {4, 0, 0, 0, 16, 0, 0, 0, 9, 9, 9, 9, 16, 0, 0, 0});
    }
    int messages = messages(records).size();
    byte[] bytes = out.toByteArray();
    assertThat(Captures.read(PcapngReader::new, bytes).records()).hasSize(messages);
    bytes[starts.get(10) + 5] = 77;
    Captures.Reading damaged = Captures.read(PcapngReader::new, bytes);
    assertThat(damaged.records()).hasSize(messages - 1);
    assertThat(damaged.findings()).extracting(Diagnostic::code).containsOnly(Code.BLOCK_DAMAGED);
  }

  @Test
  void cutStringsAndInterruptedCalls() {
    String text =
        """
        [pid   7] 1795420893.000001 sendmsg(5<UNIX-STREAM:[1->2]>, {msg_iov=[{iov_base="\\x08\\0\\0\\0\\1\\0\\0\\0\\b\\0\\0\\0", iov_len=12}, {iov_base="\\x01\\x00"..., iov_len=8}], msg_iovlen=2}, 0) = 20
        [pid   8] 1795420893.000002 recvmsg(5<UNIX-STREAM:[1->2]>,  <unfinished ...>
        [pid   7] 1795420893.000003 sendmsg(5<UNIX-STREAM:[1->2]>, {msg_iov=[{iov_base="\\x0c\\0\\0\\0\\1\\0\\0\\0\\b\\0\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0", iov_len=20}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[9<anon_inode:[eventfd]>]}]}, 0) = 20
        [pid   8] 1795420893.000004 <... recvmsg resumed>{msg_iov=[{iov_base="\\v\\0\\0\\0\\5\\0\\0\\0\\0\\0\\0\\0", iov_len=12}], msg_iovlen=1}, 0) = 12 <0.000010>
        read(3, "abc", 3) = 3
        +++ exited with 0 +++
        """;
    Captures.Reading reading =
        Captures.read(StraceReader::new, text.getBytes(StandardCharsets.ISO_8859_1));
    List<SocketCall> calls = reading.all(SocketCall.class);
    assertThat(calls).hasSize(4);
    assertThat(reading.summary().clock()).isEqualTo(ReadSummary.TimeBasis.WALL);
    assertThat(calls.get(0).missing()).isEqualTo(6);
    assertThat(calls.get(0).thread()).isEqualTo(7);
    assertThat(calls.get(1).passed())
        .containsExactly(new SocketCall.PassedDescriptor(9, "anon_inode:[eventfd]"));
    assertThat(calls.get(2).timeNs()).isEqualTo(1795420893000002000L);
    assertThat(calls.get(3).fd()).isEqualTo(3);
    assertThat(reading.findings()).extracting(Diagnostic::code).containsExactly(Code.STRINGS_CUT);
    List<Message> out = new ArrayList<>();
    SocketWire wire = new SocketWire(w -> out.add(w.message()), d -> {});
    calls.forEach(wire);
    wire.end();
    assertThat(out).hasSize(3);
    assertThat(out.get(0).payload()).containsExactly(1, 0);
    assertThat(out.get(1).row()).isEqualTo(Request.SET_VRING_KICK);
    assertThat(out.get(2).direction()).isEqualTo(Direction.TO_FRONTEND);
  }

  @Test
  void theBackEndsChannelIsFoundByItsDescriptor() {
    String text =
        """
        08:00:00.000001 sendmsg(5<UNIX-STREAM:[1->2]>, {msg_iov=[{iov_base="\\x15\\0\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0", iov_len=12}], msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[9<UNIX-STREAM:[21->20]>]}]}, 0) = 12
        08:00:00.000002 recvmsg(8<UNIX-STREAM:[20->21]>, {msg_iov=[{iov_base="\\2\\0\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0", iov_len=12}], msg_iovlen=1}, 0) = 12
        """;
    List<Message> out = wire(text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(out)
        .extracting(Message::name)
        .containsExactly("SET_BACKEND_REQ_FD", "BACKEND_CONFIG_CHANGE_MSG");
    assertThat(out.get(1).direction()).isEqualTo(Direction.TO_FRONTEND);
  }

  @Test
  void theExcerptOfTheProxy() throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(Captures.resource("vhost-user.jsonl"));
    Session session = new Session(d -> assertThat(d).isNull());
    new VhostJsonReader(ReadOptions.of("e", d -> assertThat(d).isNull()))
        .read(
            in,
            r -> {
              if (r instanceof WireMessage wire) {
                session.add(wire.message());
              }
            });
    assertThat(session.state().queues()).hasValue(8);
    assertThat(session.state().backendChannel()).isTrue();
    assertThat(session.steps()).hasSizeGreaterThan(40);
  }
}
