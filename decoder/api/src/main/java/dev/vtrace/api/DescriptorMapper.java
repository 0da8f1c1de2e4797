// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import dev.vtrace.api.RunDescriptor.DescriptorCarrier;
import dev.vtrace.api.RunDescriptor.DescriptorFate;
import dev.vtrace.api.RunDescriptor.DescriptorOrigin;
import dev.vtrace.api.RunDescriptor.DescriptorSighting;
import dev.vtrace.api.RunDescriptor.KernelObject;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.descriptors.Identity;
import java.util.List;
import java.util.Optional;

/** Makes {@link RunDescriptor}s. */
final class DescriptorMapper {
  private DescriptorMapper() {}

  static List<RunDescriptor> descriptors(Migration migration) {
    return migration.descriptors().stream().map(DescriptorMapper::descriptor).toList();
  }

  private static RunDescriptor descriptor(Descriptor descriptor) {
    return new RunDescriptor(
        descriptor.index(),
        DescriptorCarrier.valueOf(descriptor.channel().name()),
        descriptor.kind(),
        Optional.of(descriptor.identity()).filter(Identity::known).map(DescriptorMapper::object),
        Optional.ofNullable(descriptor.origin()).map(DescriptorMapper::origin),
        descriptor.purpose(),
        OptionalValues.number(descriptor.attempt()),
        DescriptorFate.valueOf(descriptor.state().name()),
        descriptor.sightings().stream().map(DescriptorMapper::sighting).toList());
  }

  private static KernelObject object(Identity identity) {
    return new KernelObject(
        identity.number(),
        OptionalValues.known(identity.device()),
        OptionalValues.known(identity.peer()),
        OptionalValues.known(identity.size()),
        OptionalValues.text(identity.name()));
  }

  private static DescriptorOrigin origin(Origin origin) {
    Optional<Boolean> same =
        switch (origin.match()) {
          case SAME -> Optional.of(true);
          case DIFFERENT -> Optional.of(false);
          case UNKNOWN -> Optional.empty();
        };
    return new DescriptorOrigin(same, origin.message(), origin.index(), origin.otherEnd());
  }

  private static DescriptorSighting sighting(Descriptor.Sighting sighting) {
    return new DescriptorSighting(
        sighting.participant(),
        sighting.kind().label(),
        sighting.number(),
        OptionalValues.known(sighting.timeNs()),
        OptionalValues.evidencePlace(sighting.evidence()));
  }
}
