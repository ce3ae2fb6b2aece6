// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.monkey.Monkey;
import io.jevent.monkey.Patch;
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
    }
}
