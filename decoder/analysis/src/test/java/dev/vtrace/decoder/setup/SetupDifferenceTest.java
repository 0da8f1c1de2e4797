// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.setup.QemuSetting.SetupSource;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpMessage.QmpLeaf;
import dev.vtrace.decoder.trace.QmpMessage.QmpMessageKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetupDifferenceTest {
  private static final Evidence HERE = new Evidence("src.log", 1, 0, "");

  private static QemuSetup of(String participant, String line) {
    return new QemuSetup(participant, CommandLineFinder.of(line, HERE));
  }

  private static List<String> differences(String first, String second) {
    List<String> out = new ArrayList<>();
    for (SetupDifference each : SetupDifference.of(of("src", first), of("dst", second))) {
      String left = each.first() == null ? "-" : each.first().value();
      String right = each.second() == null ? "-" : each.second().value();
      out.add(each.what() + ": " + left + " " + right);
    }
    return out;
  }

  @Test
  void propertiesAreComparedByTheNameOfTheirDevice() {
    assertThat(
            differences(
                "/usr/bin/qemu-system-x86_64 -machine q35,hpet=off -name a"
                    + " -device vhost-user-blk-pci,id=vub0,chardev=c0,num-queues=1",
                "qemu-kvm --machine hpet=off,type=q35 -name b -incoming tcp::1 -S"
                    + " -device '{\"driver\":\"vhost-user-blk-pci\",\"id\":\"vub0\","
                    + "\"chardev\":\"c0\",\"num-queues\":2}'"))
        .containsExactly("num-queues of device vub0: 1 2");
  }

  @Test
  void whatIsGivenOnOneSideOnlyIsADifference() {
    assertThat(
            differences(
                "qemu-kvm -m 32M -device vhost-user-blk-pci,id=a,num-queues=1 -device virtio-rng",
                "qemu-kvm -m 32M -device vhost-user-blk-pci,id=a"
                    + " -device vhost-vdpa,id=b,queue-size=4"))
        .containsExactlyInAnyOrder(
            "num-queues of device a: 1 -",
            "type of device virtio-rng: virtio-rng -",
            "type of device b: - vhost-vdpa");
  }

  @Test
  void commasInValuesAreDoubledAndWordsAreQuoted() {
    QemuSetup setup =
        of("src", "qemu-kvm -chardev 'socket,id=c0,path=/tmp/a,,b c' -smp 4,maxcpus=8 -nodefaults");
    assertThat(setup.settings())
        .extracting(each -> each.subject() + "/" + each.property() + "=" + each.value())
        .containsExactly(
            "chardev c0/type=socket",
            "chardev c0/path=/tmp/a,b c",
            "smp/type=4",
            "smp/maxcpus=8",
            "nodefaults/=");
  }

  @Test
  void whereOneSideTellsNothingThereIsNoDifference() {
    QemuSetup monitor =
        new QemuSetup(
            "dst",
            List.of(new QemuSetting(SetupSource.VERSION, "QEMU", "version", "10.2.2", HERE)));
    assertThat(SetupDifference.of(of("src", "qemu-kvm -m 32M"), monitor)).isEmpty();
  }

  @Test
  void theLogOfADomainHasTheCommandLine() {
    List<LogLine> lines = new ArrayList<>();
    for (String text :
        List.of(
            "starting up libvirt version: 8.0.0",
            "LC_ALL=C \\",
            "/usr/bin/qemu-system-x86_64 \\",
            "-device '{\"driver\":\"vhost-user-fs-pci\",\"id\":\"fs0\",\"queue-size\":1024}' \\",
            "-msg timestamp=on",
            "a line after it \\")) {
      lines.add(new LogLine(new SourceSpan("vm.log", 0, 0, lines.size() + 1), -1, text, false));
    }
    List<QemuSetting> found = CommandLineFinder.of(lines);
    assertThat(found).extracting(QemuSetting::value).contains("1024", "vhost-user-fs-pci");
    assertThat(found.get(0).evidence().location()).isEqualTo("vm.log:2");
    assertThat(CommandLineFinder.of(lines.subList(0, 2))).isEmpty();
  }

  @Test
  void theMonitorAnswersWithSettings() {
    List<QemuSetting> found =
        MonitorSetup.of(
            List.of(
                message(
                    QmpMessageKind.GREETING,
                    "",
                    "QMP.version.qemu.major=10",
                    "QMP.version.qemu.minor=2",
                    "QMP.version.qemu.micro=2",
                    "QMP.version.package=Debian"),
                message(
                    QmpMessageKind.COMMAND,
                    "qom-get",
                    "arguments.path=/machine/peripheral/vub0",
                    "arguments.property=num-queues"),
                message(QmpMessageKind.REPLY, "qom-get", "return=4"),
                message(
                    QmpMessageKind.REPLY,
                    "query-migrate-capabilities",
                    "return[0].capability=events",
                    "return[0].state=true"),
                message(
                    QmpMessageKind.REPLY,
                    "query-chardev",
                    "return[0].label=c0",
                    "return[0].filename=unix:vu0.sock")));
    assertThat(found)
        .extracting(each -> each.subject() + "/" + each.property() + "=" + each.value())
        .containsExactly(
            "QEMU/version=10.2.2 (Debian)",
            "device vub0/num-queues=4",
            "capability/events=true",
            "chardev/c0=unix:vu0.sock");
  }

  private static QmpMessage message(QmpMessageKind kind, String name, String... values) {
    List<QmpLeaf> leaves = new ArrayList<>();
    for (String value : values) {
      int equals = value.indexOf('=');
      leaves.add(new QmpLeaf(value.substring(0, equals), value.substring(equals + 1)));
    }
    return new QmpMessage(new SourceSpan("qmp.jsonl", 0, 0, 1), -1, "src", kind, name, "", leaves);
  }
}
