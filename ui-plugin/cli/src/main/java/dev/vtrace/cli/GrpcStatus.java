// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a call over gRPC ended. Sources: "gRPC over HTTP2", google/rpc/status.proto and
 * error_details.proto for the pause that a server asks for.
 *
 * @param code 0 is success, -1 if the server told none
 * @param message what the server says, may be empty
 * @param asked how long the server wants to be left alone, null if it does not say
 */
record GrpcStatus(int code, String message, @Nullable Duration asked) {
  private static final String[] NAMES = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED"
  };
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final Set<Integer> RETRYABLE = Set.of(1, 4, 10, 11, 14, 15);
  private static final String RETRY_INFO = "google.rpc.RetryInfo";
  private static final int LONGEST = 200;

  /** Reads the fields of a trailer as they stand there; null where it lacks one. */
  static GrpcStatus of(@Nullable String code, @Nullable String message, @Nullable String details) {
    int number;
    try {
      number = code == null ? -1 : Integer.parseInt(code.strip());
    } catch (NumberFormatException e) {
      number = -1;
    }
    return new GrpcStatus(number, decoded(message), details == null ? null : asked(details));
  }

  private static String decoded(@Nullable String message) {
    if (message == null) {
      return "";
    }
    try {
      // A plus sign stands for itself there.
      String text = URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
      return text.substring(0, Math.min(LONGEST, text.length()));
    } catch (IllegalArgumentException e) {
      return message.substring(0, Math.min(LONGEST, message.length()));
    }
  }

  private static @Nullable Duration asked(String details) {
    byte[] status;
    try {
      status = Base64.getDecoder().decode(details.strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
    ProtoReader reader = new ProtoReader(status);
    while (!reader.ended()) {
      byte[] any = reader.bytes(3);
      String type = new String(new ProtoReader(any).bytes(1), StandardCharsets.UTF_8);
      if (type.endsWith(RETRY_INFO)) {
        byte[] delay = new ProtoReader(new ProtoReader(any).bytes(2)).bytes(1);
        long seconds = Math.max(0, Math.min(86400, new ProtoReader(delay).number(1)));
        long nanos = Math.max(0, Math.min(999_999_999, new ProtoReader(delay).number(2)));
        return Duration.ofSeconds(seconds, nanos);
      }
    }
    return null;
  }

  boolean ok() {
    return code == 0;
  }

  /** Whether the call may succeed later. */
  boolean retryable() {
    return RETRYABLE.contains(code) || code == RESOURCE_EXHAUSTED && asked != null;
  }

  /** The status in words. */
  String words() {
    String name =
        code < 0
            ? "no status of gRPC: it may not speak gRPC"
            : "status " + (code < NAMES.length ? NAMES[code] : Integer.toString(code));
    return message.isEmpty() ? name : name + ": " + message;
  }
}
