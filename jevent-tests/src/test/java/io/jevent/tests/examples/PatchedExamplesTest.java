// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.OwnJvm;
import io.jevent.tests.programs.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples about other people's code: patched for good, so each in a JVM of its own. */
@Tag("realtime")
class PatchedExamplesTest {

    private static Class<?> example(String name) throws ClassNotFoundException {
        return Class.forName(Example.named(name).className());
    }

    @Test
    void patchingChangesWhatTheJdkDoes() throws Exception {
        assertThat(new OwnJvm(example("patching")).run()).isEqualTo(ExamplesTest.expected("patching"));
    }

    /** Jedis runs in greenlets as it is; patched, its sockets wait on the hub's own loop. */
    @ParameterizedTest
    @ValueSource(strings = {"", "all"})
    void workersWaitInRedisForTheirJobs(String patched, @TempDir Path folder) throws Exception {
        try (var redis = RedisServer.start(folder)) {
            var program = new OwnJvm(example("redis"), redis.uri().toString());
            String out = (patched.isEmpty() ? program : program.patched(patched)).run();
            assertThat(out.lines())
                    .containsExactlyInAnyOrder("steve goes home", "john goes home", "nancy goes home", "9 jobs done");
            assertThat(out).endsWith("9 jobs done\n");
        }
    }
}
