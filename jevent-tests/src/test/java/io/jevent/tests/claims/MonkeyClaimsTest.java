// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.examples.Example;
import io.jevent.tests.programs.OwnJvm;
import io.jevent.tests.programs.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Monkey patching, each time in a JVM of its own. */
class MonkeyClaimsTest {

    private static Class<?> example(String name) throws ClassNotFoundException {
        return Class.forName(Example.named(name).className());
    }

    @Test
    @DisplayName("M1, M2: patching is a side effect, after which sockets and selectors wait on the hub")
    void patchingIsASideEffect() throws Exception {
        assertThat(new OwnJvm(example("patching")).run().lines().limit(4))
                .containsExactly(
                        "A socket waits in sun.nio.ch.Poller",
                        "After monkey patch in io.jevent.hub.SwitchPoint",
                        "A selector waits in sun.nio.ch.Poller",
                        "After monkey patch in io.jevent.hub.SwitchPoint");
    }

    @Test
    @DisplayName("M4: most of the blocking calls of the standard library cooperate")
    void blockingCallsCooperate() throws Exception {
        assertThat(new OwnJvm(PatchedCalls.class)
                        .patched("all,thread=io.jevent.tests")
                        .run())
                .isEqualTo("""
                        sleep: lets others run, slept
                        socket: lets others run, read 7
                        select: lets others run, selected 0
                        thread: lets others run, is a greenlet
                        queue: lets others run, taken
                        process: lets others run, echoed
                        name: lets others run, 192.0.2.1
                        file: lets others run, read 8
                        """);
    }

    @Test
    @DisplayName("M5, M6: a client for Redis that knows nothing of greenlets cooperates, without a line of code")
    void aRedisClientCooperates(@TempDir Path folder) throws Exception {
        try (var redis = RedisServer.start(folder)) {
            assertThat(new OwnJvm(example("redis"), redis.uri().toString())
                            .patched("all")
                            .run())
                    .endsWith("9 jobs done\n");
        }
    }
}
