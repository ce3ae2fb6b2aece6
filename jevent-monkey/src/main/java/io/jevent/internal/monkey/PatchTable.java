// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import java.util.ArrayList;
import java.util.List;

/** The methods of the JDK that are patched. */
final class PatchTable {

    private final List<JdkMethod> methods = new ArrayList<>();

    PatchTable(Jdk jdk) throws ReflectiveOperationException {
        methods.addAll(new PatchedSockets(jdk).methods());
    }

    List<JdkMethod> methods() {
        return methods;
    }
}
