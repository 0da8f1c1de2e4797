// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.ItemState;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.jspecify.annotations.Nullable;

/**
 * Colours, fonts and strokes of pictures. The colours can be told apart with any common colour
 * vision, after Okabe and Ito; whatever has a colour has a shape or pattern of its own, too.
 */
final class Palette {
  static final Color INK = new Color(0x1B1F24);
  static final Color FAINT = new Color(0x5B6570);
  static final Color RULE = new Color(0xD8DEE4);
  static final Color PAPER = Color.WHITE;
  static final Color VEIL = new Color(255, 255, 255, 205);
  static final Color PANEL = new Color(0xF6F8FA);
  static final Color GROUP = new Color(0xE6EBF0);

  static final Color CONFIGURED = new Color(0xDCE6EE);
  static final Color STARTED = new Color(0xA9D3EE);
  static final Color ENABLED = new Color(0x56B4E9);
  static final Color TRANSFERRED = new Color(0xFBE3BC);
  static final Color STRIPE = new Color(0xE69F00);

  static final Color EXECUTED = new Color(0x12344D);
  static final Color SKIPPED = new Color(0xA34700);
  static final Color FAILED = new Color(0x8B2F7A);
  static final Color VIOLATION = new Color(0xC4001A);
  static final Color WARNING = new Color(0x9A6700);
  static final Color UNKNOWN = new Color(0x6E7781);
  static final Color MESSAGE = new Color(18, 52, 77, 90);

  static final Color HANDOVER = new Color(0, 158, 115, 38);
  static final Color HANDOVER_EDGE = new Color(0x00785A);
  static final Color SECTION = new Color(0xCC79A7);
  static final Color MEMORY = new Color(0xEBD3E0);

  static final Color DRAIN = new Color(0xF0E442);
  static final Color STOP = new Color(0xF2B84B);
  static final Color PAUSE = new Color(0xD0D7DE);
  static final Color SAVE = new Color(0xE3A6C7);
  static final Color LOAD = new Color(0x8FC7EC);
  static final Color START = new Color(0x7FD0B5);
  static final Color ROLLBACK = new Color(0xF0A58A);
  static final Color UNACCOUNTED = new Color(0xB6BEC7);

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
  static final Font SUBTITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font STRONG = new Font(Font.SANS_SERIF, Font.BOLD, 12);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  static final BasicStroke THIN = new BasicStroke(1f);
  static final BasicStroke BOLD = new BasicStroke(1.8f);

  private Palette() {}

  /** The colour of a ring's state, null for none. */
  static @Nullable Color ofRing(ItemState state) {
    return switch (state) {
      case CONFIGURED -> CONFIGURED;
      case STARTED -> STARTED;
      case ENABLED -> ENABLED;
      case TRANSFERRED -> TRANSFERRED;
      default -> null;
    };
  }

  /** The colour of a part of the downtime. */
  static Color ofPart(ItemState part) {
    return switch (part) {
      case DRAIN -> DRAIN;
      case STOP -> STOP;
      case PAUSE -> PAUSE;
      case SAVE -> SAVE;
      case LOAD -> LOAD;
      case START -> START;
      case ROLLBACK -> ROLLBACK;
      default -> UNACCOUNTED;
    };
  }
}
