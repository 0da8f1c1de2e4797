// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.features.FeatureWord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Compares the tables of this package with those that were written down from the specification:
 * always with {@code vhostuser/specification.tsv}, and with the facts beside the repository where
 * they are.
 */
class SpecificationTest {
  /** One request of a table of facts. */
  private record Fact(int id, String name, String request, String reply, String fds) {}

  @Test
  void requestsAreThoseOfTheSpecification() {
    List<Fact> main = new ArrayList<>();
    List<Fact> backend = new ArrayList<>();
    for (String[] row : tsv("request")) {
      Fact fact = new Fact(Integer.parseInt(row[2]), row[3], row[4], row[5], row[6]);
      (row[1].equals("main") ? main : backend).add(fact);
    }
    assertThat(compare(Channel.MAIN, main)).containsAll(rows(Channel.MAIN));
    assertThat(compare(Channel.BACKEND, backend)).containsAll(rows(Channel.BACKEND));
  }

  @Test
  void sizesAreThoseOfTheSpecification() {
    Map<String, Integer> sizes = new TreeMap<>();
    for (String[] row : tsv("payload")) {
      sizes.put(row[1], Integer.parseInt(row[2]));
    }
    for (Payload payload : Payload.values()) {
      if (payload != Payload.UNKNOWN && payload != Payload.MEM_REGION_XEN) {
        assertThat(sizes).as(payload.name()).containsEntry(payload.label(), payload.size());
      }
    }
  }

  @Test
  void protocolFeaturesAreThoseOfTheSpecification() {
    int rows = 0;
    for (String[] row : tsv("feature")) {
      assertThat(FeatureWord.PROTOCOL.name(Integer.parseInt(row[1]))).isEqualTo(row[2]);
      rows++;
    }
    assertThat(FeatureWord.PROTOCOL.name(rows)).isNull();
  }

  @Test
  void requestsAreThoseOfTheFacts() throws IOException {
    List<String> facts = facts();
    compare(Channel.MAIN, table(facts, "## 4."));
    compare(Channel.BACKEND, table(facts, "## 5."));
  }

  @Test
  void sizesAreThoseOfTheFacts() throws IOException {
    Map<String, String> sizes = new TreeMap<>();
    for (String[] cells : cells(facts(), "## 3.")) {
      sizes.put(cells[0], cells[1]);
    }
    assertThat(sizes)
        .containsEntry("mem_table", "8+32n")
        .containsEntry("mem_reg (single)", "40")
        .containsEntry("config", "12+n")
        .containsEntry("inflight", "20 (24 in C structs)")
        .containsEntry("iotlb", "32 (26 used)")
        .containsEntry("shmem config (post-10.2)", "2056");
    for (Payload payload :
        List.of(
            Payload.U64,
            Payload.VRING_STATE,
            Payload.VRING_ADDR,
            Payload.LOG,
            Payload.VRING_AREA,
            Payload.TRANSFER_STATE)) {
      assertThat(sizes.get(payload.label()))
          .as(payload.name())
          .isEqualTo(String.valueOf(payload.size()));
    }
  }

  @Test
  void bitsAreThoseOfTheFacts() throws IOException {
    String section = section(facts(), "## 6.").replace("\n", " ");
    Set<Integer> seen = new HashSet<>();
    for (int bit = 0; bit < 64; bit++) {
      String name = FeatureWord.PROTOCOL.name(bit);
      if (name != null) {
        assertThat(section).contains(bit + " " + name);
        seen.add(bit);
      }
    }
    assertThat(seen).hasSize(24);
  }

  /** The rows that the facts tell of, which must agree with them. */
  private static Set<Request> compare(Channel channel, List<Fact> facts) {
    assertThat(facts).hasSizeGreaterThan(10);
    Set<Request> seen = new HashSet<>();
    for (Fact fact : facts) {
      Request row = Request.of(channel, fact.id());
      assertThat(row).as("id " + fact.id()).isNotNull();
      assertThat(Set.of(row.name(), row.alias())).as("id " + fact.id()).contains(fact.name());
      assertThat(Request.named(fact.name())).isSameAs(row);
      if (!fact.request().equals("-")) {
        assertThat(fact.request()).as(row.name()).contains(row.request().label());
      }
      String reply = fact.reply();
      if (reply.equals("ack")) {
        assertThat(row.rule()).as(row.name()).isEqualTo(ReplyRule.ACK);
      } else if (reply.startsWith("ack / postcopy")) {
        assertThat(row.rule()).as(row.name()).isEqualTo(ReplyRule.IF_POSTCOPY);
      } else if (reply.startsWith("(LOG_SHMFD)")) {
        assertThat(row.rule()).as(row.name()).isEqualTo(ReplyRule.IF_LOG_SHMFD);
      } else if (!reply.equals("-")) {
        assertThat(row.rule()).as(row.name()).isEqualTo(ReplyRule.ALWAYS);
        if (!reply.contains("fd)") && !reply.startsWith("userfault")) {
          assertThat(reply).as(row.name()).startsWith(row.reply().label());
        }
      }
      boolean replyFd = fact.fds().contains("reply:");
      assertThat(row.replyFds() != FdRule.NONE || !replyFd).as(row.name()).isTrue();
      if (fact.fds().startsWith("1")
          && !fact.fds().startsWith("1 if")
          && !fact.fds().startsWith("1 per")) {
        assertThat(row.requestFds()).as(row.name()).isEqualTo(FdRule.ONE);
      }
      seen.add(row);
    }
    return seen;
  }

  private static List<Request> rows(Channel channel) {
    return Arrays.stream(Request.values()).filter(row -> row.channel() == channel).toList();
  }

  private static List<Fact> table(List<String> facts, String heading) {
    List<Fact> out = new ArrayList<>();
    for (String[] cells : cells(facts, heading)) {
      String name = plain(cells[1]);
      if (cells[0].equals("11/12")) {
        out.add(new Fact(11, "MEM_READ", "-", "-", "-"));
        out.add(new Fact(12, "MEM_WRITE", "-", "-", "-"));
      } else if (Character.isDigit(cells[0].charAt(0))) {
        out.add(new Fact(Integer.parseInt(cells[0]), name, cells[2], cells[3], cells[4]));
      }
    }
    return out;
  }

  private static String plain(String name) {
    int space = name.indexOf(' ');
    return space < 0 ? name : name.substring(0, space);
  }

  private static List<String[]> cells(List<String> facts, String heading) {
    List<String[]> out = new ArrayList<>();
    for (String line : section(facts, heading).lines().toList()) {
      if (line.startsWith("| ") && !line.startsWith("|--")) {
        String[] cells = line.substring(1).split("\\|", -1);
        for (int i = 0; i < cells.length; i++) {
          cells[i] = cells[i].trim();
        }
        out.add(cells);
      }
    }
    return out;
  }

  private static String section(List<String> facts, String heading) {
    StringBuilder out = new StringBuilder();
    boolean inside = false;
    for (String line : facts) {
      inside = line.startsWith("## ") ? line.startsWith(heading) : inside;
      if (inside) {
        out.append(line).append('\n');
      }
    }
    return out.toString();
  }

  private static List<String> facts() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.exists(root.resolve("mvnw"))) {
      root = root.getParent();
    }
    Path file = root == null ? null : root.resolveSibling("shared/facts/vhost-user-messages.md");
    Assumptions.assumeTrue(file != null && Files.exists(file), "no facts beside the repository");
    return Files.readAllLines(file);
  }

  private static List<String[]> tsv(String kind) {
    try (InputStream in =
        SpecificationTest.class.getResourceAsStream("/vhostuser/specification.tsv")) {
      List<String[]> out = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String[] cells = line.split("\t");
        if (cells[0].equals(kind)) {
          out.add(cells);
        }
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
