// SPDX-License-Identifier: Apache-2.0
/** The timeline as a picture and as a page. */
package dev.vtrace.charts;
