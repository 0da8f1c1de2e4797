// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.Recordings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the proxy on the socket saw, read from its JSON lines without any code under test. */
record Truth(List<Sent> sent, boolean transfer, int counted) {
  /** A message from QEMU to the back-end. */
  record Sent(long timeNs, String name, int queue, long value) {}

  private static final Set<String> QUEUE =
      Set.of(
          "SET_VRING_NUM",
          "SET_VRING_BASE",
          "SET_VRING_ADDR",
          "SET_VRING_KICK",
          "SET_VRING_CALL",
          "SET_VRING_ERR",
          "SET_VRING_ENABLE",
          "GET_VRING_BASE");

  static Truth of(Path folder) throws IOException {
    List<Sent> sent = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "vhost-user-*.jsonl")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          JsonNode message = Recordings.json(line.getBytes(StandardCharsets.UTF_8));
          if (message.has("name") && message.get("dir").asText().equals("f2b")) {
            String name = message.get("name").asText();
            String hex = message.get("hex").asText();
            boolean queue = QUEUE.contains(name);
            sent.add(
                new Sent(
                    message.get("t_ns").asLong(),
                    name,
                    queue ? Integer.parseInt(hex.substring(24, 26), 16) : -1,
                    queue && hex.length() >= 40 ? Integer.parseInt(hex.substring(32, 34), 16) : 0));
          }
        }
      }
    }
    sent.sort(Comparator.comparingLong(Sent::timeNs));
    int counted = 0;
    JsonNode counts =
        Recordings.json(folder.resolve("scenario.json")).get("vhost_user_message_counts");
    for (JsonNode file : counts) {
      for (JsonNode phase : file) {
        for (var count : phase.properties()) {
          counted += count.getKey().startsWith("f2b") ? count.getValue().asInt() : 0;
        }
      }
    }
    return new Truth(sent, switchedOn(folder), counted);
  }

  /** Whether the source was told to hand its back-ends over. */
  private static boolean switchedOn(Path folder) throws IOException {
    for (String line : Files.readAllLines(folder.resolve("qmp.jsonl"))) {
      boolean command = line.contains("\"migrate-set-capabilities\"");
      if (command
          && line.contains("\"who\": \"src\"")
          && line.contains("\"capability\": \"local-vhost-user-blk\", \"state\": true")) {
        return true;
      }
    }
    return false;
  }

  /** Queues that were kicked and not stopped before a time. */
  Set<Integer> running(long timeNs) {
    Set<Integer> queues = new TreeSet<>();
    for (Sent each : sent) {
      if (each.timeNs() >= timeNs) {
        break;
      }
      if (each.name().equals("SET_VRING_KICK")) {
        queues.add(each.queue());
      } else if (each.name().equals("SET_VRING_ENABLE") && each.value() == 0) {
        queues.remove(each.queue());
      }
    }
    return queues;
  }
}
