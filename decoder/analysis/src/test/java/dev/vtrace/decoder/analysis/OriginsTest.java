// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Descriptor.DescriptorChannel;
import dev.vtrace.decoder.analysis.model.Origin.IdentityMatch;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.SocketCall;
import dev.vtrace.decoder.trace.socket.StraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of origins against a real run whose source was traced: its system calls show the number
 * of each descriptor that it gave the back-end and of each that it put into the stream. Equal
 * numbers that were open at one time are the same object, so they serve as identities here.
 */
class OriginsTest {
  private static final Path FOLDER =
      Recordings.root().resolve("../shared/captures/transfer-strace");

  @TempDir Path temp;
  private final List<String> given = new ArrayList<>();
  private final List<String> handedOver = new ArrayList<>();

  @BeforeEach
  void numbers() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "needs the recordings beside the repository");
    try (ByteSource source = Inputs.open(FOLDER.resolve("src.strace.gz"))) {
      new StraceReader(ReadOptions.of("src.strace.gz", d -> {}))
          .read(
              source,
              record -> {
                if (record instanceof SocketCall call) {
                  boolean wire = call.bytes().length >= 12;
                  for (SocketCall.PassedDescriptor each : call.passed()) {
                    (wire ? given : handedOver).add(identity(each));
                  }
                }
              });
    }
  }

  /** A socket has its own number; an event counter gets that of the descriptor. */
  private static String identity(SocketCall.PassedDescriptor passed) {
    boolean counter = passed.what().contains("eventfd");
    return counter ? "anon_inode:[eventfd] eventfd-id=" + passed.fd() : passed.what();
  }

  private List<Descriptor> ledger() throws IOException {
    List<String> socket = new ArrayList<>();
    int next = 0;
    for (String line : Files.readAllLines(FOLDER.resolve("vhost-user-dev0.jsonl"))) {
      int at = line.indexOf("\"fds\": [\"");
      if (at >= 0) {
        int end = line.indexOf("], \"hex\"", at);
        line = line.substring(0, at + 9) + given.get(next++) + "\"" + line.substring(end);
      }
      socket.add(line);
    }
    assertThat(next).isEqualTo(given.size());
    List<String> beside = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve("stream.fds.jsonl"))) {
      beside.add(line.replaceFirst("\"kinds\": \\[.*?\\](?=, \"byte\")", kind(beside.size())));
    }
    Path log = Files.write(temp.resolve("stream.fds.jsonl"), beside);
    Path wire = Files.write(temp.resolve("vhost-user-dev0.jsonl"), socket);
    LooseFiles files =
        new LooseFiles()
            .add(InputRole.STREAM, FOLDER.resolve("stream.bin"))
            .add(InputRole.DESCRIPTORS, log)
            .add(InputRole.SOCKET, wire);
    return Analysis.of(files.capture()).descriptors();
  }

  private String kind(int index) {
    String text = handedOver.get(index);
    String number = text.replaceAll(".*=", "");
    return text.contains("eventfd")
        ? "\"kinds\": [\"anon_inode:[eventfd]\"], \"fds\": [{\"kind\": \"eventfd\","
            + " \"eventfd_id\": "
            + number
            + "}]"
        : "\"kinds\": [\"" + text.replaceAll("[\"\\\\]", "") + "\"]";
  }

  @Test
  void numbersOfARealRunAgree() throws IOException {
    assertThat(handedOver).hasSize(8);
    List<Descriptor> stream = stream(ledger());
    assertThat(stream).hasSize(8);
    for (Descriptor fd : stream) {
      boolean known = !fd.purpose().contains("config_notifier") && !fd.purpose().contains("char");
      if (fd.kind().contains("memfd")) {
        // strace tells nothing of memory but its name.
        assertThat(fd.origin().match()).isEqualTo(IdentityMatch.UNKNOWN);
      } else if (known) {
        assertThat(fd.origin()).as(fd.purpose()).isNotNull();
        assertThat(fd.origin().match()).as(fd.purpose()).isEqualTo(IdentityMatch.SAME);
      } else {
        assertThat(fd.origin()).as(fd.purpose()).isNull();
      }
    }
  }

  @Test
  void anExchangeShows() throws IOException {
    String first = handedOver.get(6);
    handedOver.set(6, handedOver.get(7));
    handedOver.set(7, first);
    List<Descriptor> wrong =
        stream(ledger()).stream()
            .filter(fd -> fd.origin() != null && fd.origin().match() == IdentityMatch.DIFFERENT)
            .toList();
    assertThat(wrong)
        .extracting(fd -> fd.purpose().replaceAll(".*/", "") + " " + fd.origin().message())
        .containsExactly("error_notifier SET_VRING_ERR q0", "masked_notifier SET_VRING_CALL q0");
  }

  private static List<Descriptor> stream(List<Descriptor> all) {
    return all.stream().filter(fd -> fd.channel() == DescriptorChannel.STREAM).toList();
  }
}
