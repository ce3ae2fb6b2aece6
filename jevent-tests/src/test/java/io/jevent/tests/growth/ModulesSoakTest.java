// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.OwnJvm;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cuts short the operations of all modules wherever they are, and those of the JDK, patched. */
@Tag("realtime")
class ModulesSoakTest {

    /** A hub has one of each of these, or it prints a report each time, so their greenlets are not killed here. */
    private static final Set<String> LEFT_OUT = Set.of("a trace", "a signal handler", "a report", "fail");

    @Test
    void operationsAreCutShortForAWhile() throws Exception {
        assertThat(Soak.aWhile(operations())).contains("killed");
    }

    @Test
    void patchedOperationsAreCutShortForAWhile() throws Exception {
        assertThat(new OwnJvm(PatchedSoak.class)
                        .patched("all")
                        .propertiesHere("jevent.soak.")
                        .run())
                .contains("killed");
    }

    @Test
    @Tag("soak")
    void operationsAreCutShortForLong() throws Exception {
        IO.println(Soak.forLong(operations()));
    }

    @Test
    @Tag("soak")
    void patchedOperationsAreCutShortForLong() throws Exception {
        IO.println(new OwnJvm(PatchedSoak.class, "long")
                .patched("all")
                .propertiesHere("jevent.soak.")
                .run());
    }

    private static List<Operation> operations() {
        return Stream.of(CoreOperations.all(), IoOperations.all(), SoakOperations.all())
                .flatMap(List::stream)
                .filter(operation -> !LEFT_OUT.contains(operation.name()))
                .toList();
    }
}
