// SPDX-License-Identifier: Apache-2.0
/** Where the downtime of each migration went, by phase, device and queue, without gaps. */
package dev.vtrace.decoder.analysis.downtime;
