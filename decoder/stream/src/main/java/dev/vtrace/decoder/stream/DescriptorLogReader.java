// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.devices.DescriptorLog;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the list of descriptors that was recorded beside a stream: one JSON object a line with
 * {@code fd_byte_off}, the offset of the byte that carried them, {@code nfds} and {@code kinds}.
 * Recorders that know more add {@code t_ns}, and in {@code fds} an object for each descriptor with
 * {@code kind}, {@code name}, {@code eventfd_id}, {@code inode}, {@code peer}, {@code dev} and
 * {@code size}.
 */
public final class DescriptorLogReader {
  /** More do not fit into one message of a UNIX socket (SCM_MAX_FD of Linux). */
  private static final int MAX_DESCRIPTORS = 253;

  private DescriptorLogReader() {}

  /**
   * Reads a list, packed or not.
   *
   * @param name the name to show to people
   * @throws IOException if it cannot be read or holds something else
   */
  public static DescriptorLog read(String name, Path file) throws IOException {
    try (ByteSource source = Inputs.open(file)) {
      return read(name, new SourceStream(source));
    }
  }

  /**
   * Reads a list to its end. An empty one says that there were no descriptors.
   *
   * @throws IOException if it cannot be read or holds something else
   */
  public static DescriptorLog read(String name, InputStream in) throws IOException {
    List<DescriptorLog.LoggedDescriptor> entries = new ArrayList<>();
    boolean empty = true;
    try (JsonParser json = new JsonFactory().createParser(in)) {
      for (JsonToken t = json.nextToken(); t != null; t = json.nextToken()) {
        empty = false;
        if (t == JsonToken.START_OBJECT) {
          entry(json, entries);
        }
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IOException(
          name + ": line " + line + " is not a JSON object of a descriptor list", e);
    } catch (CharConversionException e) {
      throw new IOException(name + ": is not a list of descriptors, which is text in UTF-8", e);
    }
    if (entries.isEmpty() && !empty) {
      throw new IOException(name + ": no descriptor with fd_byte_off is listed in it");
    }
    return new DescriptorLog(List.copyOf(entries));
  }

  private static void entry(JsonParser json, List<DescriptorLog.LoggedDescriptor> out)
      throws IOException {
    long offset = -1;
    int count = 1;
    long time = -1;
    List<String> kinds = new ArrayList<>();
    List<Identity> identities = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      if (key.equals("fd_byte_off") && value == JsonToken.VALUE_NUMBER_INT) {
        offset = json.getLongValue();
      } else if (key.equals("nfds") && value == JsonToken.VALUE_NUMBER_INT) {
        count = Math.min(json.getIntValue(), MAX_DESCRIPTORS);
      } else if (key.equals("kinds") && value == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.VALUE_STRING) {
          kinds.add(kind(json.getText()));
        }
      } else if (key.equals("t_ns") && value == JsonToken.VALUE_NUMBER_INT) {
        time = json.getLongValue();
      } else if (key.equals("fds") && value == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          identities.add(identity(json));
        }
      } else {
        json.skipChildren();
      }
    }
    if (offset >= 0) {
      for (int i = 0; i < count; i++) {
        String kind = i < kinds.size() ? kinds.get(i) : "";
        Identity identity = i < identities.size() ? identities.get(i) : Identity.parse(kind);
        out.add(new DescriptorLog.LoggedDescriptor(offset, kind, time, identity));
      }
    }
  }

  private static Identity identity(JsonParser json) throws IOException {
    Identity.DescriptorKind kind = Identity.DescriptorKind.OTHER;
    String name = "";
    long counter = -1;
    long inode = -1;
    long peer = -1;
    long device = -1;
    long size = -1;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      long number = value == JsonToken.VALUE_NUMBER_INT ? json.getValueAsLong(-1) : -1;
      switch (key) {
        case "kind" -> kind = Identity.DescriptorKind.of(json.getValueAsString(""));
        case "name" -> name = json.getValueAsString("");
        case "eventfd_id" -> counter = number;
        case "inode" -> inode = number;
        case "peer" -> peer = number;
        case "dev" -> device = number;
        case "size" -> size = number;
        default -> json.skipChildren();
      }
    }
    long shown = kind == Identity.DescriptorKind.EVENTFD ? counter : inode;
    return new Identity(kind, name, shown, device, peer, size);
  }

  /** What the link in /proc/PID/fd says, in one word where there is one. */
  private static String kind(String link) {
    if (link.equals("anon_inode:[eventfd]")) {
      return "eventfd";
    }
    if (link.startsWith("/memfd")) {
      return "memfd";
    }
    return link;
  }
}
