// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.OwnJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many bytes an operation allocates, exactly. Each number is explained; who makes an operation allocate less, or
 * has a reason to let it allocate more, changes the number. Sizes are those of objects with uncompact headers.
 */
class AllocationTest {

    /**
     * A switch and a hand-over make no garbage. A greenlet that is spawned and joined is the JDK's VirtualThread (168),
     * its VThreadContinuation (48) with a task (24) and a lambda (16), its interrupt lock (16) and its node among the
     * threads of the JVM (32), and jevent's Greenlet (104), task (16), and WaitList (40) with a Mutex (24): its name
     * comes from those that the place remembers.
     */
    @ParameterizedTest
    @CsvSource({"SWITCH, 0", "QUEUE, 0", "SPAWN, 488"})
    void ofTheCore(Cost cost, long bytes) throws Exception {
        assertThat(measured(cost)).isEqualTo(bytes);
    }

    /**
     * An echo is the byte array of the message (80), Netty's entry in its queue of output (64), which it does not
     * recycle on virtual threads, and an NIO buffer for each copy into an array (64) and out of one (56). A request has
     * the parts of its head beside these.
     */
    @ParameterizedTest
    @CsvSource({"ECHO, 264", "HTTP, 664"})
    void ofServers(Cost cost, long bytes) throws Exception {
        assertThat(measured(cost)).isEqualTo(bytes);
    }

    private static long measured(Cost cost) throws Exception {
        var program = new OwnJvm(Cost.class, cost.name())
                .flag("-Xint")
                .flag("-XX:+UseSerialGC")
                .flag("-XX:-UseCompactObjectHeaders")
                .flag("-Xmn256m")
                .flag("-Djevent.maxBlocking=0");
        return Long.parseLong(program.run().strip());
    }
}
