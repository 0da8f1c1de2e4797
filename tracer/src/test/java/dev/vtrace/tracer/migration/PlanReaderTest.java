// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.tracer.attach.EventSets;
import dev.vtrace.tracer.qmp.QmpValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanReaderTest {
  @TempDir Path folder;

  private RecordPlan plan(String text) throws IOException {
    PlanReader reader = new PlanReader(Map.of("QUEUES", "4"), EventSets.NONE);
    reader.read(Files.writeString(folder.resolve("plan"), text));
    return reader.plan();
  }

  @Test
  void settingsOfAFile() throws IOException {
    RecordPlan plan =
        plan(
            """
            # both sides
            source      qemu-system-x86_64 -m 1G \\
                        -device x,queues=${QUEUES} -name 'guest one' -append "a \\"b\\" ${QUEUES}"

            destination-qmp tcp:localhost:4444
            vhost-user  a.sock
            vhost-user  b.sock
            capability  multifd=on
            parameter   multifd-channels=4
            parameter   tls-hostname=example
            when        active=migrate-start-postcopy
            when        pre-switchover=migrate-continue {"state": "pre-switchover"}
            after       0.5
            """);
    assertThat(plan.source().command())
        .containsExactly(
            "qemu-system-x86_64",
            "-m",
            "1G",
            "-device",
            "x,queues=4",
            "-name",
            "guest one",
            "-append",
            "a \"b\" 4");
    assertThat(plan.destination().isStarted()).isFalse();
    assertThat(plan.destination().qmp()).isEqualTo("tcp:localhost:4444");
    assertThat(plan.vhostUser()).containsExactly("a.sock", "b.sock");
    assertThat(plan.capabilities()).isEqualTo(Map.of("multifd", true));
    assertThat(plan.parameters())
        .isEqualTo(Map.of("multifd-channels", 4L, "tls-hostname", "example"));
    assertThat(plan.triggers())
        .containsExactly(
            new RecordPlan.Trigger("active", "migrate-start-postcopy", Map.of()),
            new RecordPlan.Trigger(
                "pre-switchover",
                "migrate-continue",
                new QmpValue.Raw("{\"state\": \"pre-switchover\"}")));
    assertThat(plan.after()).isEqualTo(Duration.ofMillis(500));
    assertThat(plan.events()).contains("vhost_user_*");
  }

  @Test
  void whatIsWaitedForIsSwitchedOnBesideTheUsualEvents() {
    PlanReader reader = new PlanReader(Map.of(), EventSets.NONE);
    reader.set(PlanSetting.SOURCE, "a");
    reader.set(PlanSetting.DESTINATION, "b");
    reader.set(PlanSetting.WAIT_FOR, "virtio_blk_req_complete");
    reader.set(PlanSetting.EVENTS, "block_*");
    assertThat(reader.plan().events())
        .contains("vhost_user_*", "block_*", "virtio_blk_req_complete");
    reader.set(PlanSetting.EVENTS_ONLY, "vhost_*");
    assertThat(reader.plan().events())
        .containsExactly("vhost_*", "block_*", "virtio_blk_req_complete");
  }

  @Test
  void aSetOfEventsMayBeGivenByItsName() {
    EventSets sets = new EventSets(Map.of("mine", List.of("vhost_dev_*", "virtio_blk_*")));
    PlanReader reader = new PlanReader(Map.of(), sets);
    reader.set(PlanSetting.SOURCE, "a");
    reader.set(PlanSetting.DESTINATION, "b");
    reader.set(PlanSetting.EVENTS, "mine");
    assertThat(reader.plan().events())
        .contains("vhost_user_*", "vhost_dev_*", "virtio_blk_*")
        .doesNotContain("mine");
    reader.set(PlanSetting.EVENTS_ONLY, "mine");
    reader.set(PlanSetting.EVENTS, "block_*");
    assertThat(reader.plan().events()).containsExactly("vhost_dev_*", "virtio_blk_*", "block_*");
  }

  @Test
  void optionsTakeThePlaceOfSettings() throws IOException {
    PlanReader reader = new PlanReader(Map.of(), EventSets.NONE);
    reader.read(
        Files.writeString(
            folder.resolve("plan"), "source a\ndestination b\ncapability x=on\nafter 7\n"));
    reader.set(PlanSetting.SOURCE, "c d");
    reader.set(PlanSetting.CAPABILITY, "y=off");
    assertThat(reader.plan().source().command()).containsExactly("c", "d");
    assertThat(reader.plan().capabilities()).isEqualTo(Map.of("x", true, "y", false));
    assertThat(reader.plan().after()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() {
    assertThatThrownBy(() -> plan("source a\nsorce b\n"))
        .hasMessageEndingWith("plan:2: unknown setting 'sorce'");
    assertThatThrownBy(() -> plan("source a \\\n b\n\ndestination\n"))
        .hasMessageEndingWith("plan:4: 'destination' has no value");
    assertThatThrownBy(() -> plan("source 'a\ndestination b\n"))
        .hasMessage("source: a ' has no end");
    assertThatThrownBy(() -> plan("source ${NOBODY}\ndestination b\n"))
        .hasMessage("source: the variable NOBODY is not set");
    assertThatThrownBy(() -> plan("source a\n")).hasMessageStartingWith("missing destination");
    assertThatThrownBy(() -> plan("source a\nsource-qmp b\ndestination c\n"))
        .hasMessage("source and source-qmp exclude each other");
    assertThatThrownBy(() -> plan("source a\ndestination b\ncapability multifd\n"))
        .hasMessage("capability: 'multifd' is not of the form NAME=VALUE");
    assertThatThrownBy(() -> plan("source a\ndestination b\nwhen active=x {oops\n"))
        .hasMessage("'{oops' is not a JSON object");
    assertThatThrownBy(() -> plan("source a\ndestination b\nafter soon\n"))
        .hasMessage("after: 'soon' is not a number of seconds");
  }

  @Test
  void socketsAreLedToTheProxies() {
    QemuCommand command =
        new QemuCommand(
            List.of(
                "qemu",
                "-chardev",
                "socket,id=c0,path=vu.sock,reconnect=1",
                "-chardev",
                "socket,path=vu.sock",
                "-chardev",
                "{\"id\": \"c1\", \"path\": \"vu.sock\"}",
                "-drive",
                "path=vu.sock.img"));
    assertThat(command.names("vu.sock")).isTrue();
    assertThat(command.names("sock")).isFalse();
    assertThat(command.redirect(Map.of("vu.sock", Path.of("/tmp/x$1"))).arguments())
        .containsExactly(
            "qemu",
            "-chardev",
            "socket,id=c0,path=/tmp/x$1,reconnect=1",
            "-chardev",
            "socket,path=/tmp/x$1",
            "-chardev",
            "{\"id\": \"c1\", \"path\": \"/tmp/x$1\"}",
            "-drive",
            "path=vu.sock.img");
  }
}
