// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import dev.vtrace.tracer.qmp.MonitorAddress;
import dev.vtrace.tracer.strace.Holders;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.SocketDiagnostics;
import dev.vtrace.tracer.sys.UnixSocket;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A QEMU on this machine, as {@code /proc} shows it. */
public record QemuProcess(long pid, List<String> arguments) {
  /** A word that a shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]++");

  /** An object that holds a key or a password, as properties or as JSON. */
  private static final Pattern SECRET =
      Pattern.compile("^(?:qom-type=)?+secret(?:,|_)|\"qom-type\"\\s*+:\\s*+\"secret");

  /** The process behind a monitor, or null if that cannot be seen from here. */
  static @Nullable QemuProcess behind(MonitorAddress monitor) {
    if (monitor instanceof MonitorAddress.Libvirt libvirt) {
      return ofDomain(libvirt.domain());
    }
    if (!(((MonitorAddress.MonitorSocket) monitor).address() instanceof Address.Unix unix)) {
      return null;
    }
    try {
      UnixSocket socket = SocketDiagnostics.listening(unix.path());
      if (socket != null) {
        for (Holders.DescriptorHolder holder : Holders.read().of(socket.inode())) {
          return of(holder.pid());
        }
      }
    } catch (IOException e) {
      // Not to know is the answer.
    }
    return null;
  }

  /** libvirt names each QEMU after its domain: {@code -name guest=vm1,debug-threads=on}. */
  private static @Nullable QemuProcess ofDomain(String domain) {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path each : processes) {
        QemuProcess process = seen(each);
        int name = process == null ? -1 : process.arguments.indexOf("-name");
        String value =
            process == null || name < 0 || name + 1 == process.arguments.size()
                ? ""
                : process.arguments.get(name + 1);
        if (value.equals("guest=" + domain) || value.startsWith("guest=" + domain + ",")) {
          return process;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Not to know is the answer.
    }
    return null;
  }

  private static @Nullable QemuProcess seen(Path process) {
    try {
      return of(Long.parseLong(process.getFileName().toString()));
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The process with a number.
   *
   * @throws IOException if there is none, or it may not be looked at
   */
  public static QemuProcess of(long pid) throws IOException {
    String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    return new QemuProcess(pid, List.of(line.split("\0", -1)));
  }

  /** Its command line, quoted as for a shell, without what it was given to keep secret. */
  String command() {
    StringBuilder out = new StringBuilder();
    for (String argument : arguments) {
      String word = SECRET.matcher(argument).find() ? "secret,withheld=on" : argument;
      boolean plain = PLAIN.matcher(word).matches();
      if (!word.isEmpty()) {
        out.append(out.isEmpty() ? "" : " ");
        out.append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
      }
    }
    return out.toString();
  }

  /**
   * The log that it writes, as seen from here: the file of {@code -D} or {@code -trace file=}, else
   * what its standard error leads to. Null if that is no file, or one that it has not open.
   */
  @Nullable Path log() {
    String named = named();
    Path proc = Path.of("/proc/" + pid);
    try {
      if (named.isEmpty()) {
        Path error = proc.resolve("fd/2").toRealPath();
        return Files.isRegularFile(error) ? error : null;
      }
      Path directory = proc.resolve("cwd").toRealPath();
      Path file = directory.resolve(named.replace("%d", Long.toString(pid))).normalize();
      return hasOpen(file) ? file : null;
    } catch (IOException e) {
      return null;
    }
  }

  private String named() {
    String out = "";
    for (int i = 1; i + 1 < arguments.size(); i++) {
      String option = option(arguments.get(i));
      String value = arguments.get(i + 1);
      if (option.equals("-D")) {
        out = value;
      } else if (option.equals("-trace")) {
        for (String part : value.split(",")) {
          out = part.startsWith("file=") ? part.substring("file=".length()) : out;
        }
      }
    }
    return out;
  }

  private boolean hasOpen(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          if (Files.isSameFile(descriptor, file)) {
            return true;
          }
        } catch (IOException e) {
          // Closed in the meantime, or nothing that has a file.
        }
      }
    }
    return false;
  }

  /** Whether its log lines have no time. */
  boolean withoutTimes() {
    for (int i = 1; i + 1 < arguments.size(); i++) {
      boolean message = option(arguments.get(i)).equals("-msg");
      if (message && hasTimes(arguments.get(i + 1))) {
        return false;
      }
    }
    return true;
  }

  /** An option with one dash; QEMU takes two as well. */
  private static String option(String word) {
    return word.startsWith("--") ? word.substring(1) : word;
  }

  private static boolean hasTimes(String value) {
    List<String> parts = List.of(value.split(","));
    return parts.contains("timestamp") || parts.contains("timestamp=on");
  }
}
