// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.monkey.Monkey;
import io.jevent.testing.junit.HubTest;
import java.io.FileInputStream;
import java.time.Duration;
import org.example.foreign.OtherAgent;
import org.example.foreign.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Classes that another agent changes as well: before, afterwards, and again. */
class OtherAgentTest {

    private static final String EARLY = "org.example.early";
    private static final String LATE = "org.example.late";

    @BeforeAll
    static void bothAgents() throws Exception {
        Agents.loadOther();
        OtherAgent.change(FileInputStream.class, OtherAgent.noting("read", EARLY));
        OtherAgent.again(FileInputStream.class);
        Monkey.patchAll();
        Monkey.patchThread("org.example");
        OtherAgent.change(FileInputStream.class, OtherAgent.noting("read", LATE));
        OtherAgent.again(FileInputStream.class);
    }

    @AfterEach
    void forget() {
        System.clearProperty(EARLY);
        System.clearProperty(LATE);
    }

    @HubTest(realTime = true)
    void theChangesOfBothAreInForce() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "read line; echo got $line").start();
        Greenlet<String> reader =
                Jevent.spawn(() -> new String(child.getInputStream().readAllBytes(), UTF_8));
        while (!reader.activity().startsWith("waiting on input of file descriptor")) {
            Jevent.sleep(Duration.ofMillis(1));
        }
        assertThat(System.getProperty(EARLY)).isEqualTo("yes");
        assertThat(System.getProperty(LATE)).isEqualTo("yes");
        try (var out = child.getOutputStream()) {
            out.write("this\n".getBytes(UTF_8));
        }
        assertThat(reader.result()).isEqualTo("got this\n");
        child.waitFor();
    }

    @HubTest
    void aThreadThatIsAGreenletRemainsOneWhenItsClassIsChangedAgain() throws Exception {
        assertThat(Workers.subclassIsVirtual()).isTrue();
        OtherAgent.again(Workers.Worker.class);
        assertThat(Workers.subclassIsVirtual()).isTrue();
        assertThat(Monkey.patchThread("org.example", "com.example")).isTrue();
        assertThat(Workers.subclassIsVirtual()).isTrue();
        assertThat(Monkey.patchThread("com.example")).as("patched again").isFalse();
    }

    @Test
    void nothingWasLeftAsItIs() {
        assertThat(Monkey.report()).doesNotContain("left as it is");
    }
}
