// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the state of an item can be. One word can be the state of several kinds of items: {@code
 * failed} is the verdict of an operation, the outcome of a migration, what became of a window, and
 * an error that was found.
 */
public enum ItemState {
  /** Verdicts of operations. */
  EXECUTED("executed"),
  SKIPPED("skipped"),
  NOT_DUE("not-due"),
  FAILED("failed"),
  VIOLATION("violation"),
  UNKNOWN("unknown"),
  /** Outcomes of migrations, besides those above. */
  COMPLETED("completed"),
  CANCELLED("cancelled"),
  /** Phases of windows. */
  ORDINARY("ordinary"),
  SWITCHOVER("switchover"),
  ROLLBACK("rollback"),
  /** Which way a message went. */
  REQUEST("request"),
  REPLY("reply"),
  /** States of rings. */
  OFF("off"),
  CONFIGURED("configured"),
  STARTED("started"),
  ENABLED("enabled"),
  TRANSFERRED("transferred"),
  /** What a section of a stream holds. */
  MEMORY("memory"),
  VHOST("vhost"),
  STATE("state"),
  /** A finding that is no error. */
  WARNING("warning"),
  /** What the time was spent on in which the guest did not run, besides those above. */
  DRAIN("drain"),
  STOP("stop"),
  PAUSE("pause"),
  SAVE("save"),
  LOAD("load"),
  START("start"),
  UNACCOUNTED("unaccounted");

  private static final Map<String, ItemState> BY_LABEL = new HashMap<>();

  static {
    for (ItemState state : values()) {
      BY_LABEL.put(state.label, state);
    }
  }

  private final String label;

  ItemState(String label) {
    this.label = label;
  }

  /** The word in text and JSON. */
  public String label() {
    return label;
  }

  /** The state with this word. */
  public static Optional<ItemState> find(String label) {
    return Optional.ofNullable(BY_LABEL.get(label));
  }

  /**
   * The state with the word of a constant of the model, such as a verdict.
   *
   * @throws IllegalArgumentException if no item can have it
   */
  static ItemState of(String label) {
    return find(label).orElseThrow(() -> new IllegalArgumentException("no state: " + label));
  }
}
