// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.Locale;

/** In which words a message of ours says what a line names. */
enum Wording {
  /** An error number or its text, as {@code EINVAL}. */
  ERRNO {
    @Override
    String say(String value) {
      Errno errno = Errno.of(value);
      return errno == null ? value : errno.name();
    }
  },
  /** The same, with what it means where a device is loaded. */
  LOAD {
    @Override
    String say(String value) {
      Errno errno = Errno.of(value);
      return errno == null ? "error " + value.replace("-", "") : errno.onLoad();
    }
  },
  /** The number of a vhost-user request of the front-end, as {@code GET_STATUS}. */
  REQUEST {
    @Override
    String say(String value) {
      long id = PrintedNumbers.of(value);
      Request request = id < 0 || id > 255 ? null : Request.of(Channel.MAIN, (int) id);
      return request == null ? "request " + value : request.name();
    }
  },
  /** A number of a signal, as {@code SIGTERM}. */
  SIGNAL {
    @Override
    String say(String value) {
      return switch (value) {
        case "1" -> "SIGHUP";
        case "2" -> "SIGINT";
        case "15" -> "SIGTERM";
        default -> "signal " + value;
      };
    }
  },
  /** A number without its leading zeros, in decimal. */
  DECIMAL {
    @Override
    String say(String value) {
      long number = PrintedNumbers.of(value);
      return number < 0 ? value : Long.toString(number);
    }
  },
  /** Hexadecimal digits without a prefix, in decimal. */
  HEX {
    @Override
    String say(String value) {
      long number = PrintedNumbers.hex(value);
      return number < 0 ? value : Long.toString(number);
    }
  },
  /** Bits that any virtio device may have. */
  BITS {
    @Override
    String say(String value) {
      return String.join(", ", FeatureWord.TRANSPORT.names(PrintedNumbers.hex(value)));
    }
  },
  /** A section of a stream, without the quotes that versions put around it. */
  PLAIN {
    @Override
    String say(String value) {
      return value.replace("'", "").replace("\"", "");
    }
  };

  /** The words for a value; the value itself where there are none. */
  abstract String say(String value);

  static Wording of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
