// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DescriptionReaderTest {

  private static StreamDescription read(String json) {
    return DescriptionReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String device(String fields) {
    return "{\"name\": \"d\", \"instance_id\": 3, \"vmsd_name\": \"v\", \"version\": 7, \"fields\": ["
        + fields
        + "]}";
  }

  @Test
  void readsWhatQemuWrites() {
    StreamDescription read =
        read(
            "{\"configuration\": {\"vmsd_name\": \"configuration\", \"version\": 1, \"fields\": []},"
                + " \"page_size\": 8192, \"devices\": ["
                + device(
                    "{\"name\": \"a\", \"array_len\": 4, \"type\": \"uint8\", \"size\": 1},"
                        + " {\"name\": \"s\", \"index\": 0, \"type\": \"struct\", \"struct\":"
                        + " {\"vmsd_name\": \"i\", \"version\": 2, \"fields\": [{\"name\": \"x\","
                        + " \"type\": \"bool\", \"size\": 1}]}, \"size\": 1},"
                        + " {\"name\": \"t\", \"type\": \"tmp\", \"vmsd_name\": \"tt\", \"version\":"
                        + " 1, \"fields\": [], \"size\": 0}")
                + "]}");
    assertThat(read.complete()).isTrue();
    assertThat(read.pageSize()).isEqualTo(8192);
    assertThat(read.configuration().name()).isEqualTo("configuration");
    StructDescription state = read.device("d", 3).state();
    assertThat(state.name()).isEqualTo("v");
    assertThat(state.version()).isEqualTo(7);
    assertThat(state.fields())
        .extracting(FieldDescription::arrayLength)
        .containsExactly(4L, -1L, -1L);
    assertThat(state.fields().get(1).struct().fields().get(0).type()).isEqualTo("bool");
    assertThat(state.fields().get(2).struct().name()).isEqualTo("tt");
    assertThat(read.device("d", 4)).isNull();
  }

  @Test
  void keepsTheDevicesBeforeADamage() {
    String whole = "{\"page_size\": 4096, \"devices\": [" + device("") + ", " + device("") + "]}";
    int second = whole.lastIndexOf("{\"name\"");
    StreamDescription cut = read(whole.substring(0, second + 20));
    assertThat(cut.complete()).isFalse();
    assertThat(cut.device("d", 3)).isNotNull();
    assertThat(cut.pageSize()).isEqualTo(4096);
  }

  @Test
  void anythingElseIsNoDescription() {
    for (String text :
        new String[] {"", "[]", "7", "{", "\u0001\u0002", "{\"devices\": 7", "null", "{\"a\""}) {
      StreamDescription read = read(text);
      assertThat(read.complete()).as(text).isFalse();
      assertThat(read.devices()).as(text).isEmpty();
    }
  }

  @Test
  void valuesOfTheWrongTypeAreTakenAsAbsent() {
    StreamDescription read =
        read(
            "{\"devices\": ["
                + device(
                    "{\"name\": [1], \"type\": {\"a\": 2}, \"size\": \"x\", \"struct\": 3,"
                        + " \"index\": {}, \"array_len\": 99999999999999999999999}, 5, \"f\"")
                + "], \"page_size\": []}");
    assertThat(read.pageSize()).isZero();
    FieldDescription field = read.device("d", 3).state().fields().get(0);
    assertThat(field.size()).isZero();
    assertThat(field.struct()).isNull();
  }

  @Test
  void deepNestingIsNoProblem() {
    StringBuilder json = new StringBuilder("{\"devices\": [");
    for (int i = 0; i < 100_000; i++) {
      json.append("{\"fields\": [");
    }
    assertThat(read(json.toString()).complete()).isFalse();
  }
}
