// SPDX-License-Identifier: Apache-2.0
/**
 * The evidence of a run while it is being joined: logs, traffic, requests and windows that are
 * filled in stage by stage, and which events were on.
 */
package dev.vtrace.decoder.analysis.evidence;
