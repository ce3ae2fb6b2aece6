// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.OwnJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The diagnostic context of SLF4J (logback) follows into greenlets and into the work of a thread pool. */
class LoggingContextTest {

    private static final String LOGBACK = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>[%X{user}] %msg%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="out"/></root>
            </configuration>
            """;

    @TempDir
    private Path folder;

    @Test
    void eachLineHasTheContextOfItsRequest() throws Exception {
        Path logback = Files.writeString(folder.resolve("logback.xml"), LOGBACK);
        String version = System.getProperty("jevent.logback");
        String out = new OwnJvm(LoggedProgram.class)
                .property("logback.configurationFile", logback.toString())
                .without("slf4j-jdk14")
                .with(OwnJvm.artifact("ch.qos.logback", "logback-classic", version))
                .with(OwnJvm.artifact("ch.qos.logback", "logback-core", version))
                .run();
        assertThat(out.lines())
                .containsExactlyInAnyOrder(
                        "[ada] request",
                        "[grace] request",
                        "[ada] query",
                        "[grace] query",
                        "[ada] thread",
                        "[grace] thread",
                        "[ada] response",
                        "[grace] response",
                        "[] done",
                        "[] thread done");
    }
}
