// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.vtrace.tracer.qmp.QmpClient;
import dev.vtrace.tracer.qmp.QmpTranscript;
import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.SocketDiagnostics;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Real QEMUs for a test: a folder to work in, with a guest that never stops reading its disk. */
final class Lab implements Closeable {
  private static final Path SCRIPTS = scripts();

  /** Suites of Debian by the version of QEMU that they have. */
  private static final Map<Integer, String> SUITES =
      Map.of(10, "bookworm-backports", 11, "trixie-backports");

  private final Path folder;
  private final Path programs;
  private final List<Process> started = new ArrayList<>();

  private Lab(Path folder, Path programs) {
    this.folder = folder;
    this.programs = programs;
  }

  private Lab withDisk() throws Exception {
    Process boot =
        new ProcessBuilder(script("boot-sector"))
            .redirectOutput(folder.resolve("disk.img").toFile())
            .start();
    if (boot.waitFor() != 0) {
      throw new IOException("no boot sector");
    }
    try (var disk = Files.newByteChannel(folder.resolve("disk.img"), StandardOpenOption.WRITE)) {
      disk.position((1 << 20) - 1).write(ByteBuffer.allocate(1));
    }
    return this;
  }

  private static Path scripts() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("samples/lab"))) {
      at = at.getParent();
    }
    return at.resolve("samples/lab");
  }

  /**
   * A lab with QEMU of this version, which is 7 for the one on the PATH, or one that is fetched.
   */
  static Lab of(int version, Path folder) throws Exception {
    return new Lab(folder, programs(version)).withDisk();
  }

  /** The folder of a QEMU's programs. */
  static Path programs(int version) throws Exception {
    String suite = SUITES.get(version);
    return suite == null ? onPath() : fetched(suite);
  }

  static String script(String name) {
    return SCRIPTS.resolve(name).toString();
  }

  /** A folder to run {@code vtrace} in, without a QEMU. */
  static Lab empty(Path folder) {
    return new Lab(folder, folder);
  }

  static boolean isOnPath(String program) {
    for (String each : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(each, program))) {
        return true;
      }
    }
    return false;
  }

  private static Path onPath() {
    for (String each : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(each, "qemu-system-x86_64"))
          && Files.isExecutable(Path.of(each, "qemu-storage-daemon"))) {
        return Path.of(each);
      }
    }
    return abort("skipped: needs qemu-system-x86_64");
  }

  private static Path fetched(String suite) throws Exception {
    Process fetch =
        new ProcessBuilder(script("fetch-qemu"), suite)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String folder = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return fetch.waitFor() == 0 && folder.contains(suite)
        ? Path.of(folder.strip())
        : abort("skipped: needs QEMU of " + suite);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** The command of a storage daemon that serves the disk on a socket. */
  String backend(String socket) {
    return programs
        + "/qemu-storage-daemon --blockdev driver=file,node-name=file,locking=off,filename="
        + file("disk.img")
        + " --blockdev driver=raw,node-name=disk,file=file"
        + " --export type=vhost-user-blk,id=disk,node-name=disk,writable=on,num-queues=2,"
        + "addr.type=unix,addr.path="
        + file(socket);
  }

  /** The command of a QEMU whose disk is there, with a monitor for the test. */
  String qemu(String name, String socket) {
    return programs
        + "/qemu-system-x86_64 -nodefaults -display none -accel tcg -M pc,memory-backend=mem -m 32M"
        + " -object memory-backend-memfd,id=mem,size=32M,share=on -chardev socket,id=c0,path="
        + file(socket)
        + " -device vhost-user-blk-pci,id=disk,chardev=c0,num-queues=2,bootindex=1 -qmp unix:"
        + monitor(name)
        + ",server=on,wait=off";
  }

  Path monitor(String name) {
    return file(name + ".test.qmp");
  }

  /** Starts a program by its command, whose words have no spaces. */
  Process start(String command) throws IOException {
    Process process =
        new ProcessBuilder(command.split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(file("output-" + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  /** A connection to a QEMU's monitor, as soon as there is one. */
  QmpClient connect(String name) throws Exception {
    listens(monitor(name));
    return QmpClient.connect(
        new Address.Unix(monitor(name)),
        name,
        QmpTranscript.none(),
        event -> {},
        Duration.ofSeconds(60));
  }

  /** Waits until somebody listens on a socket. */
  static void listens(Path socket) throws InterruptedException {
    eventually(
        () -> {
          try {
            return SocketDiagnostics.listening(socket) != null;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** How often the guest has read its disk; the boot sector counts. */
  static long reads(QmpClient qmp) {
    try {
      String shown = qmp.human("xp /1wx 0x500");
      return Long.parseLong(shown.substring(shown.lastIndexOf("0x") + 2).strip(), 16);
    } catch (IOException e) {
      return -1;
    }
  }

  /** Waits until the guest has read its disk more often. */
  static void reads(QmpClient qmp, long more) throws InterruptedException {
    long before = reads(qmp);
    eventually(() -> reads(qmp) > before + more);
  }

  /** Names of the trace events that are on. */
  static List<String> enabled(QmpClient qmp) throws IOException {
    List<String> out = new ArrayList<>();
    for (String pattern : List.of("vhost_*", "migra*", "vmstate_*", "runstate_*", "qemu_file_*")) {
      var reply = qmp.execute("trace-event-get-state", Map.of("name", pattern));
      for (int i = 0; reply.value("return[" + i + "].name") != null; i++) {
        if (reply.value("return[" + i + "].state").equals("enabled")) {
          out.add(reply.value("return[" + i + "].name"));
        }
      }
    }
    return out;
  }

  /** {@code vtrace} as a process of its own. */
  Process vtrace(String... words) throws IOException {
    // Where tests run in the background, Ctrl-C is ignored by all that they start.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // One that is killed cannot tidy up.
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(file("vtrace.err").toFile())
            .redirectOutput(file("vtrace.out").toFile())
            .start();
    started.add(process);
    return process;
  }

  /** What the last {@code vtrace} has said on standard error. */
  String said() {
    try {
      return Files.readString(file("vtrace.err"));
    } catch (IOException e) {
      return "";
    }
  }

  static int status(Process process) throws InterruptedException {
    return process.waitFor(120, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /** Waits for what another process does; long enough for any machine. */
  static void eventually(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 120_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not happen within two minutes");
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() throws IOException {
    for (Process each : started) {
      each.destroyForcibly();
    }
    for (Process each : started) {
      each.onExit().join();
    }
  }
}
