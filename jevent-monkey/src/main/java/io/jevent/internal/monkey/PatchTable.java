// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The methods of the JDK that are patched. */
final class PatchTable {

    private final List<JdkMethod> methods = new ArrayList<>();

    PatchTable(Jdk jdk, SimulatedMonitors monitors, Predicate<Patch> active) throws ReflectiveOperationException {
        var pinned = new PinnedParks(jdk, () -> active.test(Patch.SIMULATION));
        pinned.rehearse();
        methods.addAll(pinned.methods());
        var poller = new JdkPoller(jdk);
        var waits = new DescriptorWaits(poller);
        methods.addAll(new PatchedSockets(jdk, poller, waits).methods());
        var files = new FileWaits(jdk, poller, waits);
        methods.addAll(new PatchedFiles(jdk, files, waits, active).methods());
        methods.addAll(new PatchedChannels(jdk, files, waits).methods());
        methods.addAll(SimulatedMethods.all());
        methods.addAll(SimulatedNetwork.all());
        methods.addAll(SimulatedFiles.all());
        methods.addAll(monitors.methods());
        methods.addAll(new SimulatedChance(jdk).methods());
        methods.addAll(new SimulatedRefusals(jdk).methods());
    }

    List<JdkMethod> methods() {
        return methods;
    }
}
