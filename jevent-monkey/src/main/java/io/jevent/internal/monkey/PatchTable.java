// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The methods of the JDK that are patched. */
final class PatchTable {

    private final List<JdkMethod> methods = new ArrayList<>();

    PatchTable(Jdk jdk, Predicate<Patch> active) throws ReflectiveOperationException {
        var poller = new JdkPoller(jdk);
        var waits = new DescriptorWaits(poller);
        methods.addAll(new PatchedSockets(jdk, poller, waits).methods());
        methods.addAll(new PatchedFiles(jdk, new FileWaits(poller, waits), active).methods());
    }

    List<JdkMethod> methods() {
        return methods;
    }
}
