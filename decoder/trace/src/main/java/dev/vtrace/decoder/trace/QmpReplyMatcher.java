// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** QMP messages in order: a reply gets the name of the command that it answers. */
public final class QmpReplyMatcher {
  private static final int MAX_WAITING = 1024;

  private final Consumer<? super QmpMessage> sink;
  private final Map<String, Deque<QmpMessage>> waiting = new HashMap<>();
  private long count;
  private boolean timed;

  public QmpReplyMatcher(Consumer<? super QmpMessage> sink) {
    this.sink = sink;
  }

  public long count() {
    return count;
  }

  public boolean timed() {
    return timed;
  }

  public void add(QmpMessage message) {
    count++;
    timed |= message.timeNs() >= 0;
    sink.accept(named(message));
  }

  /** Replies come in the order of the commands, or carry their id. */
  private QmpMessage named(QmpMessage message) {
    Deque<QmpMessage> commands = waiting.computeIfAbsent(message.who(), w -> new ArrayDeque<>());
    switch (message.kind()) {
      case COMMAND:
        commands.add(message);
        if (commands.size() > MAX_WAITING) {
          commands.poll();
        }
        return message;
      case REPLY:
      case ERROR:
        QmpMessage command = message.name().isEmpty() ? claim(commands, message.id()) : null;
        return command == null ? message : message.named(command.name());
      default:
        return message;
    }
  }

  private static @Nullable QmpMessage claim(Deque<QmpMessage> commands, String id) {
    if (!id.isEmpty()) {
      for (QmpMessage command : commands) {
        if (command.id().equals(id)) {
          commands.remove(command);
          return command;
        }
      }
      return null;
    }
    return commands.poll();
  }

  public static long number(@Nullable String text) {
    try {
      return text == null ? -1 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
