// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import dev.vtrace.decoder.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Damaged inputs without a fuzzer: of what a coverage-guided search kept, and of the seeds. Many
 * times as fast, so that a million is a matter of minutes.
 */
final class Mutants {
  /** What takes longer is a hang, whatever comes of it; long runs only look at that. */
  private static final long HANG_NS = 10_000_000_000L;

  private Mutants() {}

  /**
   * Runs targets on mutants and writes those that fail: {@code TARGET|all COUNT SEED FOLDER
   * [CORPUS]}; a corpus has a folder of inputs for each target.
   */
  public static void main(String[] args) throws IOException {
    Path found = Files.createDirectories(Path.of(args[3]));
    for (Target target : Target.values()) {
      if (!args[0].equals("all") && !args[0].equals(target.label())) {
        continue;
      }
      List<byte[]> inputs = inputs(target);
      if (args.length > 4) {
        for (Path file : files(Path.of(args[4]).resolve(target.label()))) {
          inputs.add(Files.readAllBytes(file));
        }
      }
      search(target, inputs, Long.parseLong(args[1]), Long.parseLong(args[2]), found);
    }
  }

  private static void search(Target target, List<byte[]> inputs, long count, long seed, Path found)
      throws IOException {
    Random random = new Random(seed);
    Set<String> known = new HashSet<>();
    long begin = System.nanoTime();
    long slowest = 0;
    for (long i = 0; i < count; i++) {
      byte[] input = Mutation.some(inputs, random);
      long start = System.nanoTime();
      String failed = "";
      try {
        target.run(input);
      } catch (IOException | RuntimeException | Error e) {
        failed = what(e);
      }
      long took = System.nanoTime() - start;
      slowest = Math.max(slowest, took);
      failed = failed.isEmpty() && took > HANG_NS ? "takes " + took + " ns" : failed;
      if (!failed.isEmpty() && known.add(failed)) {
        Path file = found.resolve(target.label() + "-" + seed + "-" + i);
        Files.write(file, input);
        System.out.println(file.getFileName() + ": " + failed);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d mutants of %d inputs, %d kinds of failure, slowest %d ms, %d s%n",
        target.label(),
        count,
        inputs.size(),
        known.size(),
        slowest / 1_000_000,
        (System.nanoTime() - begin) / 1_000_000_000);
    System.out.flush();
  }

  /** A failure, told apart from others by where it happened. */
  private static String what(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    StringBuilder out = new StringBuilder(cause.getClass().getSimpleName());
    int shown = 0;
    for (StackTraceElement frame : cause.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.vtrace") && shown++ < 3) {
        out.append(' ').append(frame.getFileName()).append(':').append(frame.getLineNumber());
      }
    }
    return out + " " + String.valueOf(cause.getMessage()).replaceAll("[0-9]++", "N");
  }

  /** What mutants of a target are made of. */
  static List<byte[]> inputs(Target target) throws IOException {
    List<byte[]> inputs = new ArrayList<>(Seeds.of(target).values());
    inputs.addAll(unzip(resources().resolve(target.label() + ".zip")).values());
    return inputs;
  }

  static Path resources() {
    return Recordings.root().resolve("decoder/report/src/test/resources/fuzz");
  }

  static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  static Map<String, byte[]> unzip(Path file) throws IOException {
    Map<String, byte[]> inputs = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return inputs;
    }
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          inputs.put(entry.getName(), zip.readAllBytes());
        }
      }
    }
    return inputs;
  }
}
