// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.monkey.Monkey;
import io.jevent.monkey.patch.Patch;
import java.io.OutputStream;
import java.time.Duration;
import org.example.foreign.Workers;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void nothingIsPatchedByARehearsalAndAllCanBeAfterwards() throws Exception {
        Patcher.rehearse();
        for (Patch patch : Patch.values()) {
            assertThat(Monkey.isPatched(patch)).as(patch.option()).isFalse();
        }
        assertThat(Workers.thread(() -> {}, "plain").getClass()).isEqualTo(Thread.class);
        assertThat(Monkey.patch("all,thread=org.example")).isTrue();
        assertThat(Monkey.isPatched(Patch.THREAD)).isTrue();
        assertThat(Workers.thread(() -> {}, "patched").getClass().getName()).isEqualTo("java.lang.JeventThread");
        assertThat(Monkey.patch("all,thread=com.example"))
                .as("one more package")
                .isTrue();
        assertThat(Monkey.patch("all,thread=org.example")).as("patched again").isFalse();
        Patcher.rehearse();
        assertThat(Monkey.isPatched(Patch.SUBPROCESS)).isTrue();
        assertThat(echoed('x')).as("what is patched is in force").isEqualTo('x');
    }

    /** Would wait for ever if the greenlet that reads did not let the one that writes run. */
    private static int echoed(int value) throws Exception {
        try (Hub _ = Hub.current()) {
            return Jevent.run(() -> {
                Process cat = new ProcessBuilder("cat").start();
                Greenlet<Integer> reader =
                        Jevent.spawn(() -> cat.getInputStream().read());
                Jevent.sleep(Duration.ZERO);
                try (OutputStream out = cat.getOutputStream()) {
                    out.write(value);
                }
                return reader.result();
            });
        }
    }
}
