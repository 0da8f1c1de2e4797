// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.join.ConnectionSenders;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendersTest {
  private static JoinedRequest hit(long timeNs, String participant) {
    JoinedRequest request = new JoinedRequest(1, Request.GET_FEATURES);
    request.timeNs = timeNs;
    request.participant = participant;
    request.trace = participant.isEmpty() ? null : new Evidence(participant + ".log", 1, 0, "");
    return request;
  }

  @Test
  void theLastMessageUpToATimeCounts() {
    ConnectionSenders senders =
        new ConnectionSenders(List.of(hit(5, "a"), hit(6, ""), hit(9, "b"), hit(7, "c")));
    assertThat(senders.at(4)).isEqualTo("a");
    assertThat(senders.at(6)).isEqualTo("a");
    assertThat(senders.at(8)).isEqualTo("c");
    assertThat(senders.at(9)).isEqualTo("c");
    assertThat(new ConnectionSenders(List.of(hit(1, ""))).at(2)).isEmpty();
  }

  /** Times of messages need not rise: the answer is that of a search from the first to the last. */
  @Test
  void everyOrderOfTimes() {
    for (int order = 0; order < 256; order++) {
      List<JoinedRequest> requests = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        requests.add(hit(order >> 2 * i & 3, "p" + i));
      }
      ConnectionSenders senders = new ConnectionSenders(requests);
      for (int time = -1; time < 5; time++) {
        String last = "p0";
        for (JoinedRequest request : requests) {
          last = request.timeNs <= time ? request.participant : last;
        }
        assertThat(senders.at(time)).isEqualTo(last);
      }
    }
  }
}
