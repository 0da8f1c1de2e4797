// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.features.FeatureWord;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Payload;
import dev.vtrace.decoder.vhostuser.PayloadRow;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.ValueFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A script in Lua with Wireshark dissectors for what vtrace records of vhost-user, and for the
 * records of migration streams in its exports: the tables of requests, payloads and feature bits as
 * they are in the decoder, before programs that are the same for all. Names of filters are stable:
 * {@code vhost_user.request}, {@code vhost_user.vring.index}, {@code migration.section}.
 */
public final class WiresharkDissector {
  private static final String PROGRAM = "dissector.lua";
  private static final String PROGRAM_OF_STREAMS = "migration.lua";
  private static final String PREFIX = "vhost_user.";
  private static final int WORD_BITS = 32;

  /** Fields of payloads that are no rows of a table. */
  private static final String[] FURTHER = {"shmem_config.sizes", "crypto.session_id"};

  private final StringBuilder out = new StringBuilder();

  private WiresharkDissector() {}

  /** Writes the script; the target stays open. */
  public static void write(OutputStream target) throws IOException {
    target.write(script().getBytes(StandardCharsets.UTF_8));
  }

  /** The script. */
  public static String script() throws IOException {
    WiresharkDissector made = new WiresharkDissector();
    made.tables();
    made.program(PROGRAM);
    made.out.append(MigrationDissector.tables());
    made.program(PROGRAM_OF_STREAMS);
    return made.out.toString();
  }

  private void program(String name) throws IOException {
    try (InputStream in = WiresharkDissector.class.getResourceAsStream(name)) {
      out.append(new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void tables() {
    line("-- SPDX-License-Identifier: Apache-2.0");
    line("-- vhost-user and migration streams for Wireshark 3.6 and later. Written by");
    line("-- 'vtrace export --to wireshark-dissector'; do not change it by hand.");
    line("");
    requests();
    payloads();
    fields();
    bits();
    line("local REGION = " + Payload.MEM_REGION.size());
    line("local REGION_XEN = " + Payload.MEM_REGION_XEN.size());
    line("local RING_PACKED = " + bit(FeatureWord.TRANSPORT, "RING_PACKED"));
    line("local REPLY_ACK = " + bit(FeatureWord.PROTOCOL, "REPLY_ACK"));
    line("local LOG_SHMFD = " + bit(FeatureWord.PROTOCOL, "LOG_SHMFD"));
  }

  private void requests() {
    line("local REQUESTS = {");
    for (Channel channel : Channel.values()) {
      line("  [" + channel.ordinal() + "] = {");
      for (Request each : Request.values()) {
        if (each.channel() == channel) {
          line(
              "    ["
                  + each.id()
                  + "] = { name = \""
                  + each.name()
                  + "\", request = \""
                  + each.request().name()
                  + "\", reply = \""
                  + each.reply().name()
                  + "\", rule = \""
                  + each.rule().name()
                  + "\", effect = \""
                  + each.effect().name()
                  + "\" },");
        }
      }
      line("  },");
    }
    line("}");
  }

  private void payloads() {
    line("-- Of each row: offset, bytes, lowest bit, bits, filter, form, name.");
    line("local PAYLOADS = {");
    for (Payload payload : Payload.values()) {
      line("  " + payload.name() + " = { label = \"" + payload.label() + "\",");
      line("    size = " + payload.size() + ", rows = {");
      for (PayloadRow row : payload.rows()) {
        line(
            "      { "
                + row.offset()
                + ", "
                + row.bytes()
                + ", "
                + row.low()
                + ", "
                + row.width()
                + ", \""
                + filter(payload, row)
                + "\", \""
                + row.show().name()
                + "\", \""
                + row.name()
                + "\" },");
      }
      line("    } },");
    }
    line("}");
  }

  /** Of fields with one name, the widest decides. */
  private record FilterField(int bytes, ValueFormat show) {
    FilterField with(FilterField other) {
      return bytes >= other.bytes ? this : other;
    }
  }

  private void fields() {
    Map<String, FilterField> fields = new LinkedHashMap<>();
    for (Payload payload : Payload.values()) {
      for (PayloadRow row : payload.rows()) {
        int bytes = row.width() > WORD_BITS ? 8 : 4;
        fields.merge(filter(payload, row), new FilterField(bytes, row.show()), FilterField::with);
      }
    }
    for (String name : FURTHER) {
      fields.put(PREFIX + name, new FilterField(8, ValueFormat.HEX));
    }
    line("-- Of each field: filter, bytes, form, names of values.");
    line("local FIELDS = {");
    fields.forEach(
        (name, field) -> {
          boolean decimal = field.show() == ValueFormat.DECIMAL;
          boolean named = field.bytes() == 4 && !names(field.show()).isEmpty();
          String base = decimal || named || field.show() == ValueFormat.ACK ? "DEC" : "HEX";
          String names = field.bytes() == 4 ? names(field.show()) : "";
          line(
              "  { \""
                  + name
                  + "\", "
                  + field.bytes()
                  + ", \""
                  + base
                  + "\""
                  + (names.isEmpty() ? "" : ", { " + names + "}")
                  + " },");
        });
    line("}");
    line("local FIELD_BYTES = {}");
    line("for _, row in ipairs(FIELDS) do FIELD_BYTES[row[1]] = row[2] end");
  }

  /** Names of values, as a table of Lua. */
  private static String names(ValueFormat show) {
    StringBuilder out = new StringBuilder();
    boolean words =
        switch (show) {
          case YES_NO, ACCESS, IOTLB, ENDIAN, TRANSFER, PHASE, CONFIG_FLAGS -> true;
          default -> false;
        };
    for (int value = 0; words && !show.text(value).startsWith("0x"); value++) {
      out.append('[').append(value).append("] = \"").append(show.text(value)).append("\", ");
    }
    return out.toString();
  }

  /** The name of a filter: a queue's number is the same wherever it stands. */
  private static String filter(Payload payload, PayloadRow row) {
    if (row.show() == ValueFormat.RESERVED) {
      return PREFIX + "reserved";
    }
    if (row.name().equals("index")) {
      return PREFIX + "vring.index";
    }
    return PREFIX + group(payload) + row.name().replace("[", "_").replace("]", "");
  }

  private static String group(Payload payload) {
    return switch (payload) {
      case VRING_STATE, VRING_ENABLE, VRING_ENDIAN, VRING_BASE, VRING_BASE_PACKED -> "vring.";
      case VRING_ADDR, QUEUE_FD -> "vring.";
      case MEM_REGION, MEM_REGION_XEN -> "region.";
      case NONE, U64, COUNT, FEATURES, PROTOCOL_FEATURES, STATUS, MAC -> "";
      case ACK -> "ack.";
      case DEVICE_STATE_REPLY -> "device_state.";
      default -> payload.name().toLowerCase(Locale.ROOT) + ".";
    };
  }

  private void bits() {
    line("local BITS = {");
    bits("FEATURES", FeatureWord.TRANSPORT);
    bits("PROTOCOL_FEATURES", FeatureWord.PROTOCOL);
    line("}");
  }

  private void bits(String form, FeatureWord word) {
    out.append("  ").append(form).append(" = {");
    for (int bit = 0; bit < Long.SIZE; bit++) {
      String name = word.name(bit);
      if (name != null) {
        out.append(" [").append(bit).append("] = \"").append(name).append("\",");
      }
    }
    line(" },");
  }

  private static int bit(FeatureWord word, String name) {
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if (name.equals(word.name(bit))) {
        return bit;
      }
    }
    throw new IllegalStateException(name);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
