// SPDX-License-Identifier: Apache-2.0
/** When everything happened, and in which lane it is drawn: what all forms of a timeline show. */
package dev.vtrace.decoder.timeline;
