// SPDX-License-Identifier: Apache-2.0
/**
 * All records of a run as one list in the order of time, read a second time from the files with
 * what the joined model says of each. It is merged while it is read, so that its size does not
 * matter.
 */
package dev.vtrace.decoder.runlog;
