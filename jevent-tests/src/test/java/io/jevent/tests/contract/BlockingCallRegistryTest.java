// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * No blocking call of the library goes without {@link BlockingCallContractTest}. Two things tell what is one: the calls
 * in the class files that lead to the switch point, and what the documentation of each method says.
 */
class BlockingCallRegistryTest {

    private static final List<String> MODULES =
            List.of("jevent-core", "jevent-net", "jevent-http", "jevent-process", "jevent-zmq", "jevent-cluster");

    /** These say it where they are declared first. */
    private static final Set<String> INHERITING = Set.of(
            "io.jevent.Greenlet.joinNanos(long)",
            "io.jevent.dns.DnsResolver.addresses(String)",
            "io.jevent.dns.DnsResolver.hostName(InetAddress)",
            "io.jevent.dns.ThreadResolver.addresses(String)",
            "io.jevent.dns.ThreadResolver.hostName(InetAddress)",
            "io.jevent.event.AsyncResult.joinNanos(long)",
            "io.jevent.pool.Group.apply(Callable)",
            "io.jevent.threadpool.ThreadPool.apply(Callable)");

    private static final Set<String> REACHING = new TreeSet<>();
    private static final Set<String> DOCUMENTED = new TreeSet<>();
    private static final Set<String> NAMED = new TreeSet<>();
    private static CallGraph graph;

    @BeforeAll
    static void look() {
        graph = CallGraph.ofTheLibrary();
        REACHING.addAll(graph.publicMethodsThatMayWait());
        for (String module : MODULES) {
            Path sources = Path.of(System.getProperty("jevent.root"), module, "src/main/java");
            DOCUMENTED.addAll(DocumentedSwitches.read(sources).switching().keySet());
        }
        NAMED.addAll(BlockingCalls.all().stream()
                .flatMap(call -> call.methods().stream())
                .collect(Collectors.toSet()));
    }

    @Test
    void knowsTheSwitchPointsByTheirNames() {
        assertThat(graph.switchPoints()).isEqualTo(CallGraph.expectedSwitchPoints());
    }

    @Test
    void namesEveryPublicMethodThatMayWait() {
        Set<String> waiting = new TreeSet<>(REACHING);
        waiting.addAll(DOCUMENTED);
        assertThat(minus(minus(waiting, NAMED), NotContracted.methods()))
                .as("methods that may wait and are not in BlockingCalls, nor in NotContracted with a reason")
                .isEmpty();
    }

    @Test
    void namesOnlyMethodsThatMayWait() {
        Set<String> waiting = new TreeSet<>(REACHING);
        waiting.addAll(DOCUMENTED);
        assertThat(minus(NAMED, waiting))
                .as("methods in BlockingCalls that do not wait: misspelled, or gone")
                .isEmpty();
        assertThat(minus(NotContracted.methods(), waiting))
                .as("methods excused for nothing")
                .isEmpty();
    }

    @Test
    void findsThatEveryBlockingCallSaysInItsDocumentationThatItSwitches() {
        assertThat(minus(minus(NAMED, DOCUMENTED), INHERITING))
                .as("methods that wait and do not say so in a @switches tag")
                .isEmpty();
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
