// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import static java.util.Objects.requireNonNull;

import dev.vtrace.api.RunFile.FileRole;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.run.LoadedFile;
import java.util.List;
import java.util.OptionalLong;

/** Makes {@link RunFile}s. */
final class FileMapper {
  private FileMapper() {}

  static List<RunFile> files(ReadCapture capture) {
    return capture.run().files().stream()
        .map(file -> file(file, requireNonNull(capture.sizes().get(file.input()))))
        .toList();
  }

  private static RunFile file(LoadedFile file, long size) {
    Input input = file.input();
    return new RunFile(
        input.name(),
        input.kind().label(),
        FileRole.valueOf(input.role().name()),
        OptionalValues.text(input.participant()),
        size,
        file.summary() == null ? OptionalLong.empty() : OptionalLong.of(file.summary().records()),
        file.understood(),
        OptionalValues.text(file.passedOver()));
  }
}
