// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    static final AccessLog.Entry ENTRY = new AccessLog.Entry(
            "127.0.0.1",
            LocalDateTime.of(2026, 1, 2, 3, 4, 5),
            "GET / HTTP/1.1",
            200,
            12,
            Duration.ofMillis(1500),
            7,
            Optional.empty());

    private final List<String> lines = new ArrayList<>();

    /** Records the lines of one level. */
    private final class Recording implements System.Logger {

        private final Level enabled;

        Recording(Level enabled) {
            this.enabled = enabled;
        }

        @Override
        public String getName() {
            return "requests";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= enabled.getSeverity();
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable failure) {
            lines.add(level + " " + text);
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... parameters) {
            lines.add(level + " " + format);
        }
    }

    @Test
    void aLoggerGetsTheLineAtTheLevelInfo() {
        AccessLog.to(new Recording(System.Logger.Level.INFO)).log(ENTRY);
        assertThat(lines)
                .containsExactly("INFO 127.0.0.1 - - [2026-01-02 03:04:05] \"GET / HTTP/1.1\" 200 12 1.500000");
    }

    @Test
    void aLoggerThatDoesNotLogThisLevelGetsNothing() {
        AccessLog.to(new Recording(System.Logger.Level.WARNING)).log(ENTRY);
        assertThat(lines).isEmpty();
    }
}
