// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VtraceRunTest {
  private static final Path SAMPLE = Recordings.root().resolve("samples/backend-transfer-2q");
  private static final List<String> EVIDENCE =
      List.of(
          "dst.trace.log.gz",
          "qmp.jsonl",
          "src.trace.log.gz",
          "stream.fds.jsonl",
          "stream.bin",
          "vhost-user-dev0.jsonl");

  @TempDir Path folder;

  /** Bytes that count how often they are read. */
  private record CountedBytes(NamedBytes bytes, AtomicInteger reads) implements NamedBytes {
    @Override
    public String name() {
      return bytes.name();
    }

    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public int read(long offset, ByteBuffer target) throws IOException {
      reads.incrementAndGet();
      return bytes.read(offset, target);
    }
  }

  private static void askAll(VtraceRun run) throws IOException {
    run.files();
    run.streams();
    run.connections();
    run.traces();
    run.qmp();
    run.ledger();
    run.findings();
    run.timeline();
    run.descriptors();
    run.downtimes();
  }

  @Test
  void nothingIsReadBeforeTheFirstQuestionAndNothingAfterIt() throws IOException {
    AtomicInteger reads = new AtomicInteger();
    List<NamedBytes> files = new ArrayList<>();
    for (NamedBytes file : AgreementTest.files(SAMPLE)) {
      files.add(new CountedBytes(file, reads));
    }
    try (VtraceRun run = Vtrace.open("counted", files)) {
      assertThat(reads).hasValue(0);
      run.files();
      int afterFirst = reads.get();
      assertThat(afterFirst).isPositive();
      askAll(run);
      assertThat(reads).hasValue(afterFirst);
    }
  }

  @Test
  void progressNamesEachFileOnceAndEndsWithTheTotal() throws IOException {
    List<String> names = new ArrayList<>();
    List<Long> done = new ArrayList<>();
    AtomicReference<Long> total = new AtomicReference<>();
    OpenOptions options =
        OpenOptions.DEFAULT.withProgress(
            (file, bytes, all) -> {
              if (names.isEmpty() || !names.get(names.size() - 1).equals(file)) {
                names.add(file);
              }
              done.add(bytes);
              total.set(all);
            });
    try (VtraceRun run = Vtrace.open(SAMPLE, options)) {
      askAll(run);
    }
    assertThat(names).containsExactlyInAnyOrderElementsOf(EVIDENCE);
    assertThat(done).isSorted();
    assertThat(done.subList(0, done.size() - 1)).allMatch(bytes -> bytes < total.get());
    assertThat(done.get(done.size() - 1)).isEqualTo(total.get());
  }

  @Test
  void threadsThatAskTogetherGetOneAnswerOfOneReading() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    OpenOptions options =
        OpenOptions.DEFAULT.withProgress(
            (file, bytes, total) -> begun.addAndGet(file.equals("qmp.jsonl") ? 1 : 0));
    int onlyOne;
    try (VtraceRun run = Vtrace.open(SAMPLE, options)) {
      run.ledger();
      onlyOne = begun.getAndSet(0);
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (VtraceRun run = Vtrace.open(SAMPLE, options)) {
      Callable<List<Object>> all =
          () -> List.of(run.timeline(), run.findings(), run.ledger(), run.connections());
      List<Future<List<Object>>> answers = pool.invokeAll(Collections.nCopies(8, all));
      for (Future<List<Object>> answer : answers) {
        for (int i = 0; i < 4; i++) {
          assertThat(answer.get().get(i)).isSameAs(answers.get(0).get().get(i));
        }
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(begun).hasValue(onlyOne);
  }

  @Test
  void cancellingEndsTheReadingAndWhatComesAfter() throws IOException {
    AtomicReference<VtraceRun> running = new AtomicReference<>();
    List<String> begun = new ArrayList<>();
    OpenOptions options =
        OpenOptions.DEFAULT.withProgress(
            (file, bytes, total) -> {
              begun.add(file);
              running.get().cancel();
            });
    try (VtraceRun run = Vtrace.open(SAMPLE, options)) {
      running.set(run);
      assertThatThrownBy(run::ledger)
          .isInstanceOf(CancellationException.class)
          .hasMessage("backend-transfer-2q: reading was cancelled");
      assertThatThrownBy(run::findings).isInstanceOf(CancellationException.class);
    }
    assertThat(begun).hasSize(1);
  }

  @Test
  void anOptionMayCancelToo() throws IOException {
    try (VtraceRun run = Vtrace.open(SAMPLE, OpenOptions.DEFAULT.withCancel(() -> true))) {
      assertThatThrownBy(run::files).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void answersOutliveTheRun() throws IOException {
    VtraceRun run = Vtrace.open(SAMPLE);
    List<VhostConnection> connections = run.connections();
    run.close();
    assertThat(run.connections()).isSameAs(connections);
    assertThat(connections.get(0).messages().get(0).request()).isEqualTo("GET_FEATURES");
    assertThatThrownBy(run::findings).isInstanceOf(CancellationException.class);
  }

  @Test
  void moreFilesThanAllowedAreAnError() throws IOException {
    try (VtraceRun run = Vtrace.open(SAMPLE, OpenOptions.DEFAULT.withMaxEntries(7))) {
      assertThatThrownBy(run::ledger)
          .isInstanceOf(LimitExceededException.class)
          .hasMessage("backend-transfer-2q: has 8 files, more than the 7 that are allowed");
    }
    try (VtraceRun run = Vtrace.open(SAMPLE, OpenOptions.DEFAULT.withMaxEntries(8))) {
      assertThat(run.files()).hasSize(8);
    }
  }

  @Test
  void moreRecordsThanAllowedAreAnError() throws IOException {
    try (VtraceRun run = Vtrace.open(SAMPLE, OpenOptions.DEFAULT.withMaxRecords(10))) {
      assertThatThrownBy(run::ledger)
          .isInstanceOf(LimitExceededException.class)
          .hasMessage("backend-transfer-2q: has more than the 10 records that are allowed");
    }
  }

  @Test
  void whatUnpacksToMoreThanAllowedIsAnError() throws IOException {
    String event = "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"STOP\"}\n";
    byte[] content = event.repeat((2 << 20) / event.length()).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(archive)) {
      out.putNextEntry(new ZipEntry("qmp.jsonl"));
      out.write(content);
    }
    for (byte[] bytes : List.of(packed.toByteArray(), archive.toByteArray())) {
      Path file = Files.write(folder.resolve("bomb"), bytes);
      List<NamedBytes> named = List.of(NamedBytes.of("bomb", bytes));
      OpenOptions little = OpenOptions.DEFAULT.withMaxUnpackedBytes(1 << 20);
      try (VtraceRun disk = Vtrace.open(file, little);
          VtraceRun memory = Vtrace.open("bomb", named, little)) {
        for (VtraceRun run : List.of(disk, memory)) {
          assertThatThrownBy(run::files)
              .isInstanceOf(LimitExceededException.class)
              .hasMessage("bomb: unpacks to more than the 1048576 bytes that are allowed");
        }
      }
      try (VtraceRun run = Vtrace.open("bomb", named)) {
        assertThat(run.files()).hasSize(1);
      }
    }
  }

  @Test
  void whatIsNotThereIsAnErrorAtOnce() {
    assertThatThrownBy(() -> Vtrace.open(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }

  @Test
  void aStoreThatFailsIsAnErrorForAllQuestions() throws IOException {
    NamedBytes away =
        new NamedBytes() {
          @Override
          public String name() {
            return "stream.bin";
          }

          @Override
          public long size() {
            return 1000;
          }

          @Override
          public int read(long offset, ByteBuffer target) throws IOException {
            throw new IOException("the store is away");
          }
        };
    try (VtraceRun run = Vtrace.open("away", List.of(away))) {
      assertThatThrownBy(run::ledger)
          .isInstanceOf(IOException.class)
          .hasMessage("the store is away");
      assertThatThrownBy(run::findings).isInstanceOf(IOException.class);
    }
  }

  @Test
  void bytesThatEndTooEarlyAreAnError() throws IOException {
    byte[] stream = Files.readAllBytes(SAMPLE.resolve("stream.bin"));
    NamedBytes whole = NamedBytes.of("stream.bin", stream);
    NamedBytes cut =
        new NamedBytes() {
          @Override
          public String name() {
            return whole.name();
          }

          @Override
          public long size() {
            return whole.size() + 1;
          }

          @Override
          public int read(long offset, ByteBuffer target) throws IOException {
            return whole.read(offset, target);
          }
        };
    try (VtraceRun run = Vtrace.open("cut", List.of(cut))) {
      assertThatThrownBy(run::files)
          .isInstanceOf(IOException.class)
          .hasMessage(
              "stream.bin: has fewer bytes than the "
                  + (stream.length + 1)
                  + " that were announced");
    }
  }

  @Test
  void damageIsAFinding() throws IOException {
    byte[] stream = Files.readAllBytes(SAMPLE.resolve("stream.bin"));
    NamedBytes half = NamedBytes.of("stream.bin", Arrays.copyOf(stream, stream.length / 2));
    try (VtraceRun run = Vtrace.open("half", List.of(half))) {
      assertThat(run.streams().get(0).end()).isEqualTo(MigrationStream.StreamEnd.TRUNCATED);
      assertThat(run.findings())
          .anySatisfy(
              finding -> {
                assertThat(finding.code()).isEqualTo("VT0102");
                assertThat(finding.evidence().get(0).file()).isEqualTo("stream.bin");
              });
    }
  }

  @Test
  void namesOfBytesAreThoseOfFilesInAFolder() {
    NamedBytes one = NamedBytes.of("a", new byte[1]);
    for (String name : List.of("", "/a", "../a", "a/../b", "a//b", ".", "a/", "a\0b")) {
      assertThatThrownBy(() -> Vtrace.open("run", List.of(NamedBytes.of(name, new byte[1]))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Vtrace.open("run", List.of(one, one)))
        .hasMessage("two files have the name 'a'");
    assertThatThrownBy(() -> Vtrace.open("run", List.of(one, NamedBytes.of("a/b", new byte[1]))))
        .hasMessage("'a' is both a file and a folder");
    assertThatThrownBy(() -> Vtrace.open("run", List.of()))
        .hasMessage("a capture has at least one file");
  }

  @Test
  void aManifestTellsWhoseFilesInFoldersAre() throws IOException {
    byte[] log = Files.readAllBytes(SAMPLE.resolve("src.trace.log.gz"));
    String manifest =
        """
        {"format": "vtrace-capture/1", "participants": [{"name": "first"}],
         "files": [{"name": "logs/one.gz", "role": "trace", "participant": "first"}]}
        """;
    try (VtraceRun run =
        Vtrace.open(
            "told",
            List.of(
                NamedBytes.of("capture.json", manifest.getBytes(StandardCharsets.UTF_8)),
                NamedBytes.of("logs/one.gz", log)))) {
      assertThat(run.traces()).hasSize(1);
      assertThat(run.traces().get(0).participant()).isEqualTo("first");
      assertThat(run.traces().get(0).file()).isEqualTo("logs/one.gz");
    }
  }

  @Test
  void allTraceEventsAreKeptWhereTheyAreAskedFor() throws IOException {
    try (VtraceRun few = Vtrace.open(SAMPLE);
        VtraceRun all = Vtrace.open(SAMPLE, OpenOptions.DEFAULT.withEvents(name -> true))) {
      assertThat(all.traces().get(0).events().size())
          .isGreaterThan(few.traces().get(0).events().size());
      assertThat(all.ledger()).isEqualTo(few.ledger());
    }
  }

  @Test
  void aMessageHasItsPayloadItsDescriptorsAndItsReply() throws IOException {
    try (VtraceRun run = Vtrace.open(SAMPLE)) {
      List<VhostMessage> messages = run.connections().get(0).messages();
      VhostMessage request = messages.get(0);
      VhostMessage reply = messages.get(request.answeredBy().getAsInt());
      assertThat(request.sender()).isEqualTo(VhostMessage.MessageSender.FRONT_END);
      assertThat(reply.sender()).isEqualTo(VhostMessage.MessageSender.BACK_END);
      assertThat(reply.answers()).hasValue(request.number());
      assertThat(reply.fields().get(0).number()).isPresent();
      assertThat(messages)
          .anySatisfy(
              message -> {
                assertThat(message.request()).isEqualTo("SET_VRING_KICK");
                assertThat(message.queue()).hasValue(0);
                assertThat(message.descriptors()).hasSize(1);
              });
    }
  }
}
