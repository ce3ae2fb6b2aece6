// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No blocking call of the library goes without {@link BlockingCallContractTest}. */
class BlockingCallRegistryTest {

    @Test
    void namesEveryPublicMethodThatMayWait() {
        CallGraph graph = CallGraph.ofTheLibrary();
        assertThat(graph.switchPoints())
                .as("the switch points, under these names")
                .isEqualTo(CallGraph.expectedSwitchPoints());

        Set<String> named = BlockingCalls.all().stream()
                .flatMap(call -> call.methods().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> waiting = new TreeSet<>(graph.publicMethodsThatMayWait());
        waiting.removeAll(NotContracted.methods());

        assertThat(new TreeSet<>(minus(waiting, named)))
                .as(
                        "methods that come to the switch point and are not in BlockingCalls, nor in NotContracted with a reason")
                .isEmpty();
        assertThat(new TreeSet<>(minus(named, waiting)))
                .as("methods in BlockingCalls that do not come to the switch point: misspelled, or gone")
                .isEmpty();
    }

    @Test
    void excusesOnlyMethodsThatMayWait() {
        Set<String> waiting = CallGraph.ofTheLibrary().publicMethodsThatMayWait();
        assertThat(minus(NotContracted.methods(), waiting))
                .as("excused for nothing")
                .isEmpty();
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
