// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import java.util.Locale;

/**
 * Why an operation has its verdict: a code that programs can rely on, and the sentence for people.
 * {@code %s} stands for the argument.
 */
public enum Reason {
  ON_SOCKET("on the socket"),
  IN_TRACE("in the trace"),
  IN_BACKEND_LOG("in the back-end's log"),
  QUEUE_RETURNED("%s is logged for the queue, which happens only after this has succeeded"),
  WINDOW_SUCCEEDED("%s is logged, which happens only after this has succeeded"),

  REFUSED("the back-end answered with an error"),
  SENT_INTO_ERROR("sent, but the window ended in an error and nothing shows that it arrived"),
  NOT_ON_CONNECTION("in the trace, but not on the recorded connection"),
  WINDOW_FAILED("the window ended before it: %s"),

  FORBIDDEN("backend transfer forbids it: the back-end keeps what it has"),
  DUE_AND_MISSING("it was due, but it is missing"),

  LEFT_OUT("backend transfer: %s leaves it out"),
  KEPT_OPEN("backend transfer: %s"),

  NOT_NEGOTIATED("%s is not negotiated"),
  REPLACED("%s is negotiated"),
  QUEUE_NOT_SET_UP("the guest has not set up the queue"),
  LOGGING_OFF("writes to guest memory are not logged"),
  DEVICE_ENABLES("the device enables its rings itself"),
  NOT_REQUIRED("QEMU does not have to do it"),
  HAD_BEFORE("the back-end already has it"),
  NOT_IN_THIS_START("the device does not do it in this start"),

  QUEUES_UNKNOWN(
      "the number of queues is not known",
      "vhost_dev_start_in and vhost_virtqueue_* events, or the migration stream"),
  NEEDS_MESSAGES("needs the vhost-user traffic, or a trace of %s with vhost_user_write events"),
  NEEDS_START_OF_LOG(
      "if it was sent, that was before the beginning of the log",
      "a log from the start of QEMU on, or the traffic from its first message on"),
  END_UNKNOWN(
      "it is not known whether the device came from another process",
      "the log of the other side, the stream, or the QMP transcript"),
  FEATURE_UNKNOWN(
      "it is not known whether %s is negotiated",
      "the vhost-user traffic from its first message on, or the stream"),
  SET_UP_UNKNOWN(
      "it is not known whether the guest has set up the queue",
      "vhost_virtqueue_start_out events of the start before, or the stream"),
  TRANSFER_UNKNOWN(
      "no message, and no sign of a backend transfer",
      "the stream, the QMP transcript, or the log of the other side"),
  DEVICE_UNKNOWN(
      "it is not known whether a device of this kind does it",
      "vhost_user_*_start_in events, or the stream: they name the device"),
  TRACE_ENDS("the trace ends inside the window", "a log that goes on to the end of the window"),
  BESIDE_WINDOW(
      "one was sent near this window, and nothing shows where the window begins and" + " ends",
      "vhost_dev_start_in, vhost_dev_start_out, vhost_dev_stop_in and vhost_dev_stop_out events"),
  NEEDS_DESCRIPTORS("needs the stream, or qemu_file_put_fd events");

  private final String explain;
  private final String wanted;

  Reason(String sentence) {
    this(sentence, "");
  }

  /**
   * A reason not to know.
   *
   * @param wanted the evidence that would tell
   */
  Reason(String sentence, String wanted) {
    this.explain = sentence;
    this.wanted = wanted;
  }

  /** The evidence that would make a verdict of it; empty where the sentence names it itself. */
  public String wanted() {
    return wanted;
  }

  /** The code in JSON: {@code queue-not-set-up}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The sentence, with what it is about. */
  public String explain(String argument) {
    return explain.replace("%s", argument);
  }
}
