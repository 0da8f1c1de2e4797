// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import java.util.function.UnaryOperator;

/** What people's loggers put around a line. */
public enum Wrapper {
  NONE(line -> line),
  JOURNAL(line -> "Jan 05 10:00:33 host1 QEMU[2538388]: " + line),
  SYSLOG(line -> "<30>Jan  5 10:00:33 host1 libvirtd: " + line),
  JOURNAL_ISO(line -> "2026-01-05T10:00:33+0000 host1 QEMU[2538388]: " + line),
  JOURNAL_UNIX(line -> "1767607233.123456 host1 QEMU[2538388]: " + line),
  JOURNAL_JSON(
      line -> "{\"MESSAGE\":" + json(line) + ",\"PRIORITY\":\"3\",\"__REALTIME_TIMESTAMP\":\"1\"}"),
  MAIL(line -> "> " + line),
  MAIL_TWICE(line -> "> > " + line),
  COLOUR(line -> "\u001b[31m" + line + "\u001b[0m"),
  CARRIAGE_RETURN(line -> line + "\r"),
  DOCKER_TIMES(line -> "2026-01-05T10:00:00.123456789Z " + line),
  CONTAINERD(line -> "2026-01-05T10:00:00.123456789+01:00 stderr F " + line),
  DOCKER_JSON(
      line -> "{\"log\":" + json(line + "\n") + ",\"stream\":\"stderr\",\"time\":\"2026-01-05\"}"),
  COMPOSE(line -> "compute-1  | " + line),
  KUBECTL(line -> "[pod/virt-launcher-vm1-abcde/compute] " + line),
  KLOG(line -> "E0105 10:00:43.257000       1 server.go:12] " + line),
  VIRT_LAUNCHER(
      line ->
          "{\"component\":\"virt-launcher\",\"level\":\"error\",\"msg\":"
              + json(line)
              + ",\"pos\":\"qemuMonitorIO:578\",\"timestamp\":\"2026-01-05T10:00:00.000000Z\"}"),
  KATA(
      line ->
          "time=\"2026-01-05T10:00:00.000000000Z\" level=error msg="
              + json(line)
              + " name=kata-runtime pid=7 source=virtcontainers"),
  NOVA(
      line ->
          "2026-01-05 10:00:43.257 541 ERROR nova.virt.libvirt.driver [req-1 - - -] [instance: 1f0e]"
              + " "
              + line),
  AVOCADO(line -> "2026-01-05 10:00:43,257 stacktrace       L0039 ERROR| " + line),
  AVOCADO_OUTPUT(line -> "10:00:43 DEBUG| [qemu output] " + line),
  LIBVIRTD(line -> "2026-01-05 10:00:31.168+0000: 65555: error : qemuMonitorIO:578 : " + line),
  JOURNAL_IN_MAIL(line -> "> Jan 05 10:00:33 host1 QEMU[2538388]: " + line),
  COLOUR_IN_CONTAINER(
      line -> "2026-01-05T10:00:00.123456789Z stdout F \u001b[1;31m" + line + "\u001b[0m");

  private final UnaryOperator<String> around;

  Wrapper(UnaryOperator<String> around) {
    this.around = around;
  }

  /** A line as the logger writes it. */
  public String wrap(String line) {
    return around.apply(line);
  }

  private static String json(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
