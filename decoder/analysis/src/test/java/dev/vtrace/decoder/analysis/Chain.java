// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run made of several recordings, one after the other: each a hop, with its processes renamed
 * and its times moved. What one process wrote in two hops is one log and one conversation.
 */
public final class Chain {
  private static final Charset LATIN = StandardCharsets.ISO_8859_1;
  private static final List<Pattern> DEVICES =
      List.of(
          Pattern.compile("vhost_dev_st\\w++_in (0x[0-9a-f]++)"),
          Pattern.compile(" vdev (0x[0-9a-f]++)"));
  private static final Pattern SECONDS = Pattern.compile("\"seconds\": ([0-9]++)");
  private static final Pattern TIME = Pattern.compile("\"t_ns\": ([0-9]++)");
  private static final Pattern WHO = Pattern.compile("\"who\": \"(\\w++)\"");
  private static final Set<InputKind> COPIED =
      EnumSet.of(InputKind.QEMU_LOG, InputKind.QMP, InputKind.VHOST_USER_JSON);

  private final Path folder;
  private final List<String> participants = new ArrayList<>();

  /** What is to be written, by the name that it is shown by. */
  private final Map<String, ByteArrayOutputStream> contents = new LinkedHashMap<>();

  private final Map<String, Input> inputs = new LinkedHashMap<>();
  private final boolean whole;
  private long endSeconds;
  private int hops;

  private Chain(Path folder, boolean whole) {
    this.folder = folder;
    this.whole = whole;
  }

  /**
   * A run in which what a process did before a later hop is left out, as it goes on with its
   * device.
   */
  public static Chain of(Path folder) {
    return new Chain(folder, false);
  }

  /** A run in which a process is given another device before each later hop. */
  public static Chain ofMoreDevices(Path folder) {
    return new Chain(folder, true);
  }

  /**
   * Adds a hop.
   *
   * @param names the new names of its processes, in the order of the recording
   */
  public Chain hop(Capture recording, String... names) throws IOException {
    hops++;
    Map<String, String> renamed = new LinkedHashMap<>();
    for (int i = 0; i < recording.participants().size(); i++) {
      renamed.put(recording.participants().get(i), names[i]);
    }
    Set<String> all = new LinkedHashSet<>(participants);
    all.addAll(List.of(names));
    participants.clear();
    participants.addAll(all);
    long by = hops == 1 ? 0 : endSeconds + 10 - begin(recording);
    Set<String> known = Set.copyOf(contents.keySet());
    for (Input input : recording.inputs()) {
      boolean stream = input.role() == InputRole.STREAM || input.role() == InputRole.DESCRIPTORS;
      if (stream || COPIED.contains(input.kind())) {
        add(input, renamed, by, known);
      }
    }
    return this;
  }

  /** The run, of all that was added. */
  public Capture capture() throws IOException {
    Path target = Files.createTempDirectory(folder, "chain");
    List<Input> out = new ArrayList<>();
    for (Map.Entry<String, ByteArrayOutputStream> entry : contents.entrySet()) {
      Input input = inputs.get(entry.getKey());
      Path file = Files.write(target.resolve(entry.getKey()), entry.getValue().toByteArray());
      out.add(new Input(file, input.name(), input.kind(), input.role(), input.participant()));
    }
    return new Capture("chain", participants, out);
  }

  private void add(Input input, Map<String, String> renamed, long by, Set<String> known)
      throws IOException {
    String who = renamed.getOrDefault(input.participant(), input.participant());
    byte[] content = Recordings.bytes(input.path());
    String file = input.path().getFileName().toString().replaceAll("\\.(gz|xz)$", "");
    String name;
    if (input.role() == InputRole.STREAM) {
      name = "hop" + hops + "-" + file;
    } else {
      content = lines(input.kind(), content, renamed, by);
      boolean once = input.kind() == InputKind.QEMU_LOG;
      name =
          once
              ? who + file.substring(file.indexOf('.'))
              : input.kind() == InputKind.QMP ? file : "hop" + hops + "-" + file;
    }
    boolean goesOn = !whole && known.contains(name) && input.kind() == InputKind.QEMU_LOG;
    if (goesOn) {
      content = goesOn(content, new String(contents.get(name).toByteArray(), LATIN));
    } else if (!whole && hops > 1 && input.role() == InputRole.SOCKET) {
      return;
    }
    contents.computeIfAbsent(name, n -> new ByteArrayOutputStream()).write(content);
    inputs.putIfAbsent(name, new Input(input.path(), name, input.kind(), input.role(), who));
  }

  /** What a process writes from its next migration on, about the device that it has. */
  private static byte[] goesOn(byte[] content, String before) {
    String text = new String(content, LATIN);
    int begin = text.indexOf("migrate_set_state new state setup");
    String later = begin < 0 ? text : text.substring(text.lastIndexOf('\n', begin) + 1);
    for (Pattern device : DEVICES) {
      Matcher old = device.matcher(before);
      Matcher other = device.matcher(later);
      if (old.find() && other.find()) {
        later = later.replace(other.group(1), old.group(1));
      }
    }
    return later.getBytes(LATIN);
  }

  private byte[] lines(InputKind kind, byte[] content, Map<String, String> renamed, long by) {
    StringBuilder out = new StringBuilder();
    for (String line : new String(content, LATIN).split("\n")) {
      String moved = line;
      if (kind == InputKind.QEMU_LOG) {
        moved = logged(line, by);
      } else {
        moved = later(TIME, moved, by * 1_000_000_000L);
        moved = kind == InputKind.QMP ? later(SECONDS, moved, by) : moved;
        Matcher person = WHO.matcher(moved);
        if (person.find()) {
          String name = renamed.getOrDefault(person.group(1), person.group(1));
          moved = moved.replace(person.group(), "\"who\": \"" + name + "\"");
        }
      }
      out.append(moved).append('\n');
    }
    return out.toString().getBytes(LATIN);
  }

  private static String later(Pattern time, String line, long by) {
    return time.matcher(line)
        .replaceAll(
            found ->
                found.group().substring(0, found.start(1) - found.start())
                    + (Long.parseLong(found.group(1)) + by));
  }

  private String logged(String line, long by) {
    if (line.length() <= 27 || line.charAt(10) != 'T' || line.charAt(26) != 'Z') {
      return line;
    }
    Instant time = Instant.parse(line.substring(0, 19) + "Z").plusSeconds(by);
    endSeconds = Math.max(endSeconds, time.getEpochSecond());
    return time.toString().substring(0, 19) + line.substring(19);
  }

  private static long begin(Capture recording) throws IOException {
    long first = Long.MAX_VALUE;
    for (Input input : recording.inputs()) {
      if (input.kind() == InputKind.QEMU_LOG) {
        String text = new String(Recordings.bytes(input.path()), LATIN);
        if (text.length() > 27 && text.charAt(26) == 'Z') {
          first = Math.min(first, Instant.parse(text.substring(0, 27)).getEpochSecond());
        }
      }
    }
    return first;
  }

  /** The same run with the events of its traces that are wanted, and the roles that are. */
  public static Capture part(Path folder, Capture all, Predicate<String> events, InputRole... roles)
      throws IOException {
    LogFilter filter = new LogFilter(Files.createTempDirectory(folder, "part"));
    List<Input> inputs = new ArrayList<>(filter.logs(all, events).inputs());
    inputs.addAll(all.only(roles).inputs());
    return new Capture(all.name(), all.participants(), inputs);
  }
}
