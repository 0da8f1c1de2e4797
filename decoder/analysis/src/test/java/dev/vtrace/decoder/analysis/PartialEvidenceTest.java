// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Reason;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ledger from logs with fewer events than the recordings have, compared with the ledger from
 * everything, which {@link LedgerTruthTest} checks against what was on the sockets. A part of the
 * evidence may leave a verdict unknown; it may never turn it into another one.
 */
class PartialEvidenceTest {
  private static final Predicate<String> SEED =
      name -> name.startsWith("vhost_dev_") || name.startsWith("vhost_virtq");
  private static final Predicate<String> MESSAGES =
      name -> name.equals("vhost_user_write") || name.equals("vhost_user_read");

  @TempDir Path folder;

  /** One choice of evidence. */
  private interface Choice {
    Capture of(Capture all, LogFilter filter) throws IOException;
  }

  private static Choice events(Predicate<String> events) {
    return (all, filter) -> filter.logs(all, events);
  }

  private static Choice with(Predicate<String> events, InputRole... roles) {
    return (all, filter) -> {
      List<Input> inputs = new ArrayList<>(filter.logs(all, events).inputs());
      for (Input input : all.only(roles).inputs()) {
        inputs.add(input.role() == InputRole.QMP ? filter.withoutEvents(input) : input);
      }
      return new Capture(all.name(), all.participants(), inputs);
    };
  }

  private static Choice side(int index, Predicate<String> events) {
    return (all, filter) -> {
      List<String> names = all.participants();
      String who = names.isEmpty() ? "" : names.get(Math.min(index, names.size() - 1));
      return filter.traces(
          all,
          InputKind.QEMU_LOG,
          (participant, log) -> participant.equals(who) ? LogFilter.lines(log, events) : null);
    };
  }

  /** The evidence from which every window has to be found, and every hand-over told. */
  private static Map<String, Choice> enough() {
    Map<String, Choice> choices = new LinkedHashMap<>();
    choices.put("all vhost_*", events(name -> name.startsWith("vhost_")));
    choices.put("the seed's", events(SEED));
    choices.put("the seed's, states", events(SEED.or(name -> name.equals("migrate_set_state"))));
    choices.put(
        "the seed's, descriptors",
        events(SEED.or(n -> n.equals("qemu_file_put_fd") || n.equals("qemu_file_get_fd"))));
    choices.put("the seed's, stream", with(SEED, InputRole.STREAM, InputRole.DESCRIPTORS));
    choices.put("the seed's, QMP", with(SEED, InputRole.QMP));
    choices.put(
        "the seed's, later names",
        (all, filter) ->
            filter.traces(
                all,
                InputKind.QEMU_LOG,
                (who, log) ->
                    new String(LogFilter.lines(log, SEED), StandardCharsets.ISO_8859_1)
                        .replace("vhost_virtque_", "vhost_virtqueue_")
                        .getBytes(StandardCharsets.ISO_8859_1)));
    choices.put(
        "the seed's, simpletrace",
        (all, filter) -> {
          Capture part =
              filter.traces(
                  all, InputKind.SIMPLETRACE, (who, file) -> LogFilter.records(file, SEED));
          List<Input> inputs = new ArrayList<>(part.inputs());
          inputs.addAll(all.with(InputRole.EVENTS));
          return new Capture(all.name(), all.participants(), inputs);
        });
    return choices;
  }

  /** Evidence that leaves questions open. */
  private static Map<String, Choice> less() {
    Map<String, Choice> choices = new LinkedHashMap<>();
    choices.put("vhost_user_read/write", events(MESSAGES));
    choices.put("messages, states", events(MESSAGES.or(name -> name.equals("migrate_set_state"))));
    choices.put("the device's events", events(name -> name.startsWith("vhost_user_blk_")));
    choices.put(
        "two events",
        events(n -> n.equals("vhost_dev_start_out") || n.matches("vhost_virtq.*_stop_in")));
    choices.put("_in", events(SEED.and(name -> name.endsWith("_in"))));
    choices.put("_out", events(SEED.and(name -> name.endsWith("_out"))));
    choices.put("vhost_dev_*", events(name -> name.startsWith("vhost_dev_")));
    choices.put("vhost_virtq*", events(name -> name.startsWith("vhost_virtq")));
    for (String without :
        List.of(
            "vhost_dev_start_in",
            "vhost_dev_start_out",
            "vhost_dev_stop_in",
            "vhost_dev_stop_out",
            "vhost_virtq.*_start_in",
            "vhost_virtq.*_start_out",
            "vhost_virtq.*_stop_in",
            "vhost_virtq.*_stop_out")) {
      choices.put("without " + without, events(SEED.and(name -> !name.matches(without))));
      choices.put(
          "messages without " + without,
          events(SEED.or(MESSAGES).and(name -> !name.matches(without))));
    }
    choices.put("source, the seed's", side(0, SEED));
    choices.put("destination, the seed's", side(9, SEED));
    choices.put("source, vhost_*", side(0, name -> name.startsWith("vhost_")));
    choices.put("destination, vhost_*", side(9, name -> name.startsWith("vhost_")));
    choices.put("source, all", side(0, name -> true));
    choices.put("destination, all", side(9, name -> true));
    for (InputRole role : List.of(InputRole.QMP, InputRole.STREAM, InputRole.SOCKET)) {
      choices.put("messages, " + role.label(), with(MESSAGES, role, InputRole.DESCRIPTORS));
      choices.put(
          "_in, " + role.label(),
          with(SEED.and(name -> name.endsWith("_in")), role, InputRole.DESCRIPTORS));
    }
    for (int tenth = 1; tenth < 10; tenth += 2) {
      choices.put("the seed's from " + tenth, cut(SEED, tenth, true));
      choices.put("vhost_* from " + tenth, cut(n -> n.startsWith("vhost_"), tenth, true));
      choices.put("all from " + tenth, cut(n -> true, tenth, true));
      choices.put("the seed's to " + tenth, cut(SEED, tenth, false));
      choices.put("vhost_* to " + tenth, cut(n -> n.startsWith("vhost_"), tenth, false));
    }
    return choices;
  }

  /** Logs that begin later or end earlier. */
  private static Choice cut(Predicate<String> events, int tenth, boolean from) {
    return (all, filter) ->
        filter.traces(
            all,
            InputKind.QEMU_LOG,
            (who, log) -> {
              String text = new String(LogFilter.lines(log, events), StandardCharsets.ISO_8859_1);
              int at = text.indexOf('\n', text.length() / 10 * tenth) + 1;
              return (from ? text.substring(at) : text.substring(0, at))
                  .getBytes(StandardCharsets.ISO_8859_1);
            });
  }

  /** What one choice says of the windows of the migrations, and of all operations. */
  static final class Tally {
    int right;
    int open;
    int lost;
    int same;
    int unknown;
    final List<String> wrong = new ArrayList<>();
    final List<String> notes = new ArrayList<>();

    void note(boolean worth, String text) {
      if (worth) {
        notes.add(text);
      }
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%6d %6d %6d %8d %8d %6d", right, open, lost, same, unknown, wrong.size());
    }
  }

  private Map<String, Tally> tally(Map<String, Choice> choices) throws IOException {
    LogFilter filter = new LogFilter(folder);
    Map<String, Tally> out = new LinkedHashMap<>();
    List<Path> recordings = new ArrayList<>(Recordings.captures());
    recordings.addAll(Recordings.live());
    for (Path recording : recordings) {
      Capture all = CaptureFolder.open(recording);
      Migration whole = Analysis.of(all);
      for (Map.Entry<String, Choice> choice : choices.entrySet()) {
        // A source that wrongly goes on sends the messages of a start right after one without any.
        boolean split = all.name().equals("live-split-brain");
        if (split && choice.getKey().startsWith("messages without")) {
          continue;
        }
        Capture part = choice.getValue().of(all, filter);
        if (part.with(InputRole.TRACE).isEmpty()) {
          continue;
        }
        Tally tally = out.computeIfAbsent(choice.getKey(), name -> new Tally());
        compare(
            recording.getFileName() + " by " + choice.getKey(), whole, Analysis.of(part), tally);
      }
    }
    System.out.println(
        String.format(
            "%-45s %6s %6s %6s %8s %8s %6s",
            "evidence", "right", "open", "lost", "same", "unknown", "wrong"));
    out.forEach((name, tally) -> System.out.println(String.format("%-45s ", name) + tally));
    out.forEach((name, tally) -> tally.notes.forEach(n -> System.out.println("NOTE " + n)));
    return out;
  }

  private static void compare(String what, Migration whole, Migration part, Tally tally) {
    List<Window> left = new ArrayList<>(part.windows());
    for (Window window : whole.windows()) {
      Window found = take(left, window, whole, part);
      boolean handing = window.phase() != Phase.ORDINARY;
      if (found == null) {
        tally.lost += handing ? 1 : 0;
        tally.note(handing, "lost " + what + ", " + window.participant() + " " + window.kind());
        continue;
      }
      String it = what + ", " + window.participant() + " " + window.id() + " " + window.kind();
      if (window.transfer() == Transfer.UNKNOWN) {
        continue;
      }
      if (found.transfer() != window.transfer() && found.transfer() != Transfer.UNKNOWN) {
        tally.wrong.add(it + ": transfer " + found.transfer() + " (" + found.why() + ")");
      } else if (handing) {
        tally.right += found.transfer() == window.transfer() ? 1 : 0;
        boolean open = found.transfer() == Transfer.UNKNOWN;
        tally.open += open ? 1 : 0;
        tally.note(open, "open " + it);
      }
      // One side alone cannot tell whether a source goes on after a success or after a failure.
      boolean back = found.phase() == Phase.ROLLBACK && window.transfer() == Transfer.YES;
      if (found.phase() != window.phase() && found.phase() != Phase.ORDINARY && !back) {
        tally.wrong.add(it + ": phase " + found.phase() + ", is " + window.phase());
      }
      operations(it, window, found, tally);
    }
    for (Window window : left) {
      for (Operation operation : window.operations()) {
        if (operation.verdict() != Verdict.UNKNOWN) {
          tally.wrong.add(
              what
                  + ": "
                  + operation.verdict()
                  + " "
                  + operation.name()
                  + " in a window that is none: "
                  + window.participant()
                  + " "
                  + window.kind()
                  + " "
                  + window.phase()
                  + " "
                  + window.beginNs());
          break;
        }
      }
    }
  }

  /**
   * The window of the part that is this one: the same in time, or where there is none, in order.
   */
  private static Window take(List<Window> left, Window window, Migration whole, Migration part) {
    List<Window> untimed = like(window, part.windows());
    boolean named = untimed.stream().noneMatch(each -> each.participant().isEmpty());
    if (!untimed.isEmpty() && named && untimed.stream().allMatch(each -> each.beginNs() < 0)) {
      List<Window> all = like(window, whole.windows());
      Window same = all.size() == untimed.size() ? untimed.get(all.indexOf(window)) : null;
      left.removeAll(untimed.subList(0, same == null ? untimed.size() : 0));
      left.remove(same);
      return same;
    }
    Window best = null;
    for (Window each : like(window, left)) {
      boolean handing = window.phase() == Phase.SWITCHOVER && each.phase() == Phase.SWITCHOVER;
      // Messages on a socket are seen a little later than they are traced.
      long most = each.participant().isEmpty() ? 5_000_000 : 0;
      boolean untold = each.beginNs() < 0 && each.device().equals(window.device());
      boolean may = apart(each, window) <= most || handing && untold;
      if (may && (best == null || distance(each, window) < distance(best, window))) {
        best = each;
      }
    }
    left.remove(best);
    return best;
  }

  private static List<Window> like(Window window, List<Window> all) {
    return all.stream()
        .filter(
            w ->
                w.kind() == window.kind()
                    && (w.participant().isEmpty() || w.participant().equals(window.participant())))
        .toList();
  }

  private static long distance(Window one, Window two) {
    return Math.abs(one.beginNs() - two.beginNs()) + Math.abs(one.endNs() - two.endNs());
  }

  /** How far two windows are apart, 0 where they overlap. */
  private static long apart(Window one, Window two) {
    return Math.max(0, Math.max(one.beginNs() - two.endNs(), two.beginNs() - one.endNs()));
  }

  private static void operations(String it, Window whole, Window part, Tally tally) {
    List<Operation> left = new ArrayList<>(whole.operations());
    for (Operation operation : part.operations()) {
      if (operation.verdict() == Verdict.UNKNOWN) {
        tally.unknown++;
        continue;
      }
      Operation same = null;
      for (Operation each : left) {
        boolean alike =
            each.name().equals(operation.name())
                && (operation.queue() < 0 || each.queue() == operation.queue());
        boolean better =
            same == null
                || same.verdict() != operation.verdict() && each.verdict() == operation.verdict();
        same = alike && better ? each : same;
      }
      left.remove(same);
      if (same != null && same.verdict() == Verdict.UNKNOWN) {
        continue;
      }
      // That the window ended in an error, messages alone do not show.
      boolean sent =
          same != null
              && same.verdict() == Verdict.FAILED
              && same.reason() == Reason.SENT_INTO_ERROR
              && operation.verdict() == Verdict.EXECUTED;
      if (same != null && (same.verdict() == operation.verdict() || sent)) {
        tally.same++;
      } else {
        tally.wrong.add(
            it
                + ": "
                + operation.name()
                + " "
                + operation.queue()
                + " "
                + operation.verdict()
                + (same == null ? ", which is not there" : ", is " + same.verdict())
                + " ("
                + operation.why()
                + ")");
      }
    }
  }

  @Test
  void everyHandOverIsFoundFromFewEvents() throws IOException {
    Map<String, Tally> tallies = tally(enough());
    List<String> wrong = new ArrayList<>();
    tallies.values().forEach(tally -> wrong.addAll(tally.wrong));
    assertThat(wrong).isEmpty();
  }

  @Test
  void aPartOfTheEvidenceNeverTurnsAVerdict() throws IOException {
    List<String> wrong = new ArrayList<>();
    tally(less()).values().forEach(tally -> wrong.addAll(tally.wrong));
    assertThat(wrong).isEmpty();
  }
}
