// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a fleet of captures from recorded ones: each gets another time, a pace (all its durations
 * by one factor), another QEMU version, and sometimes lacks files or is damaged. The same arguments
 * give the same files, byte for byte.
 *
 * <p>{@code java Generate.java --out DIR [--count N] [--seed N] [--from DIR] [--slow PERCENT]}
 */
public final class Generate {
  private static final long NIGHT_NS = 8L * 3600 * 1_000_000_000;
  private static final long BEGIN_NS = Instant.parse("2026-11-30T20:00:00Z").getEpochSecond() * 1_000_000_000;

  /** Versions of QEMU, those of a rolling upgrade: the later the night, the newer. */
  private static final int[][] VERSIONS = {{10, 2, 2}, {10, 2, 3}, {11, 0, 0}, {11, 1, 0}};

  /** How often each recording is taken; all others of a folder once. */
  private static final Map<String, Integer> WEIGHTS =
      Map.of("backend-transfer-2q", 8, "ordinary-2q", 5, "two-devices", 4, "backend-transfer-failed", 1);

  private static final List<String> BASES =
      List.of("backend-transfer-2q", "ordinary-2q", "two-devices", "backend-transfer-failed");

  private static final Pattern ISO =
      Pattern.compile("(?<![0-9])(20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6})Z");
  private static final Pattern T_NS = Pattern.compile("(\"t_ns\": ?)([0-9]{19})");
  private static final Pattern QMP_TIME =
      Pattern.compile("(\"seconds\": ?)([0-9]{10})(, ?\"microseconds\": ?)([0-9]{1,6})");
  private static final Pattern DOWNTIME = Pattern.compile("(\"(?:expected-)?downtime\": ?)([0-9]{1,9})(?![0-9])");
  private static final Pattern MICROSECONDS = Pattern.compile("( downtime=)([0-9]{1,12})");
  private static final Pattern VERSION =
      Pattern.compile("(\"micro\": ?)[0-9]++(, ?\"minor\": ?)[0-9]++(, ?\"major\": ?)[0-9]++");

  /** A recording: its files, unpacked, and the first time in it. */
  private record Base(String name, Map<String, byte[]> files, long firstNs) {}

  /** How the times of a recording become those of a capture. */
  private record Clock(long fromNs, long toNs, double pace) {
    long at(long ns) {
      return toNs + Math.round((ns - fromNs) * pace);
    }
  }

  private Generate() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    if (args.length % 2 != 0 || !options.containsKey("--out")) {
      System.err.println("usage: generate --out DIR [--count N] [--seed N] [--from DIR] [--slow PERCENT]");
      System.exit(2);
    }
    Path out = Path.of(options.get("--out"));
    int count = Integer.parseInt(options.getOrDefault("--count", "1000"));
    long seed = Long.parseLong(options.getOrDefault("--seed", "1"));
    double slow = Double.parseDouble(options.getOrDefault("--slow", "0"));
    List<Base> bases = bases(Path.of(options.get("--from")));
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              try {
                write(out, bases, i, count, new Random(seed * 1_000_003 + i), 1 + slow / 100);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    System.err.println(count + " captures in " + out);
  }

  private static List<Base> bases(Path from) throws IOException {
    List<Base> out = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    for (String name : BASES) {
      if (Files.isDirectory(from.resolve(name))) {
        folders.add(from.resolve(name));
      }
    }
    if (folders.isEmpty()) {
      try (Stream<Path> all = Files.list(from)) {
        all.filter(Files::isDirectory).sorted().forEach(folders::add);
      }
    }
    for (Path folder : folders) {
      Base base = base(folder);
      for (int i = 0; i < WEIGHTS.getOrDefault(base.name(), 1); i++) {
        out.add(base);
      }
    }
    return out;
  }

  private static Base base(Path folder) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    long first = Long.MAX_VALUE;
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.equals("scenario.json") || name.startsWith("device-section-truth") || name.endsWith(".md")) {
          continue;
        }
        byte[] bytes = Files.readAllBytes(file);
        if (name.endsWith(".gz")) {
          try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            bytes = in.readAllBytes();
          }
          name = name.substring(0, name.length() - 3);
        }
        files.put(name, bytes);
        if (isText(name)) {
          Matcher iso = ISO.matcher(new String(bytes, StandardCharsets.UTF_8));
          first = iso.find() ? Math.min(first, ns(iso.group(1))) : first;
        }
      }
    }
    return new Base(folder.getFileName().toString(), files, first == Long.MAX_VALUE ? 0 : first);
  }

  private static boolean isText(String name) {
    return name.endsWith(".log") || name.endsWith(".jsonl") || name.endsWith(".stderr");
  }

  private static void write(Path out, List<Base> bases, int i, int count, Random random, double slow)
      throws IOException {
    Base base = bases.get(random.nextInt(bases.size()));
    double night = (i + random.nextDouble()) / count;
    long begin = BEGIN_NS + Math.round(night * NIGHT_NS) / 1000 * 1000;
    int newest = (int) Math.min(VERSIONS.length - 1, night * VERSIONS.length + random.nextGaussian() * 0.7);
    int[] version = VERSIONS[Math.max(0, newest)];
    // Most are about as long as recorded, a few much longer.
    double pace = Math.exp(random.nextGaussian() * 0.35) * slow;
    pace *= random.nextInt(100) == 0 ? 6 : 1;
    Clock clock = new Clock(base.firstNs(), begin, pace);
    Map<String, byte[]> files = new LinkedHashMap<>();
    base.files().forEach((name, bytes) -> files.put(name, varied(name, bytes, clock, version)));
    int fate = random.nextInt(200);
    if (fate < 8) {
      // A log was lost.
      List<String> logs = files.keySet().stream().filter(name -> name.endsWith(".log")).toList();
      if (logs.size() > 1) {
        files.remove(logs.get(random.nextInt(logs.size())));
      }
    } else if (fate < 14) {
      files.keySet().removeIf(name -> name.startsWith("vhost-user-"));
    } else if (fate < 18 && files.containsKey("stream.bin")) {
      byte[] stream = files.get("stream.bin");
      files.put("stream.bin", Arrays.copyOf(stream, stream.length / 4 + random.nextInt(stream.length / 2)));
    }
    Path folder = out.resolve(String.format("host-%02d", random.nextInt(24)));
    Files.createDirectories(folder);
    byte[] archive = zip(files, begin);
    if (fate == 18) {
      archive = Arrays.copyOf(archive, archive.length - random.nextInt(archive.length / 2) - 1);
    } else if (fate == 19) {
      archive[archive.length / 3] ^= 0x20;
    }
    try (OutputStream file = Files.newOutputStream(folder.resolve(String.format("m%06d.vtrace", i)))) {
      file.write(archive);
    }
  }

  private static byte[] zip(Map<String, byte[]> files, long ns) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(LocalDateTime.ofEpochSecond(ns / 1_000_000_000, 0, ZoneOffset.UTC));
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] varied(String name, byte[] bytes, Clock clock, int[] version) {
    if (name.endsWith(".pcapng")) {
      return packets(bytes, clock);
    }
    if (!isText(name)) {
      return bytes;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!name.endsWith(".jsonl")) {
      text = replaced(text, ISO, m -> iso(clock.at(ns(m.group(1)))));
      return replaced(text, MICROSECONDS, m -> paced(m, clock)).getBytes(StandardCharsets.UTF_8);
    }
    text = replaced(text, T_NS, m -> m.group(1) + clock.at(Long.parseLong(m.group(2))));
    text = replaced(text, QMP_TIME, m -> qmpTime(m, clock));
    text = replaced(text, DOWNTIME, m -> paced(m, clock));
    text =
        replaced(
            text,
            VERSION,
            m -> m.group(1) + version[2] + m.group(2) + version[1] + m.group(3) + version[0]);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String paced(Matcher m, Clock clock) {
    return m.group(1) + Math.round(Long.parseLong(m.group(2)) * clock.pace());
  }

  private static String qmpTime(Matcher m, Clock clock) {
    long us = clock.at((Long.parseLong(m.group(2)) * 1_000_000 + Long.parseLong(m.group(4))) * 1000) / 1000;
    return m.group(1) + us / 1_000_000 + m.group(3) + us % 1_000_000;
  }

  private static String replaced(String text, Pattern pattern, Function<Matcher, String> by) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = new StringBuilder(text.length() + 64);
    int at = 0;
    while (matcher.find()) {
      out.append(text, at, matcher.start()).append(by.apply(matcher));
      at = matcher.end();
    }
    return out.append(text, at, text.length()).toString();
  }

  private static long ns(String iso) {
    Instant time = Instant.parse(iso + "Z");
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }

  private static String iso(long ns) {
    Instant time = Instant.ofEpochSecond(ns / 1_000_000_000, ns % 1_000_000_000 / 1000 * 1000);
    BigDecimal micros = BigDecimal.valueOf(time.getNano() / 1000);
    return time.toString().substring(0, 19) + "." + String.format("%06d", micros.intValue()) + "Z";
  }

  /** Moves the times of enhanced packet blocks; vtrace records nanoseconds. */
  private static byte[] packets(byte[] bytes, Clock clock) {
    ByteBuffer all = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 12 <= all.limit(); ) {
      int length = all.getInt(at + 4);
      if (length < 12 || at + length > all.limit()) {
        break;
      }
      if (all.getInt(at) == 6) {
        long ns = (all.getInt(at + 12) & 0xffff_ffffL) << 32 | all.getInt(at + 16) & 0xffff_ffffL;
        long moved = clock.at(ns);
        all.putInt(at + 12, (int) (moved >>> 32)).putInt(at + 16, (int) moved);
      }
      at += length;
    }
    return all.array();
  }
}
