// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.stream.StreamSummary;
import java.util.List;

/**
 * What is known of a migration once its main stream and its channels were read.
 *
 * @param main the main stream
 * @param channels the others, in the order in which they were given
 * @param pages which pages came where: block by block, for each that had any
 */
public record MigrationSummary(
    StreamSummary main, List<ChannelSummary> channels, List<PageTally> pages) {}
