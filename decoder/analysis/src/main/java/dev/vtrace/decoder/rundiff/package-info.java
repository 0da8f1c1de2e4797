// SPDX-License-Identifier: Apache-2.0
/** What two runs differ in: operations, messages, descriptors, findings, and the time it took. */
package dev.vtrace.decoder.rundiff;
