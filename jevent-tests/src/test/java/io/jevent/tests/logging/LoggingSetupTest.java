// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.OwnJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingSetupTest {

    private static final String FAILURE = "writer failed with IOException";
    private static final String BLOCKED = "jevent: root has held hub-0 (main) for ";

    @TempDir
    private Path folder;

    private OwnJvm program;

    @BeforeEach
    void prepare() {
        program = new OwnJvm(ReportingProgram.class).errorsTo(folder.resolve("stderr"));
    }

    private String standardError() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void run() throws Exception {
        assertThat(program.run()).isEqualTo("done\n");
    }

    private void assertUsualStandardError() throws IOException {
        assertThat(standardError())
                .contains("java.io.IOException: disk\n\tat ")
                .containsPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ " + FAILURE + "\n\n")
                .contains("a line of the application\n")
                .containsPattern("\n127\\.0\\.0\\.1 - - \\[[^]]+] \"GET /page HTTP/1\\.0\" 200 \\d+ 0\\.\\d{6}\n")
                .contains("\n" + BLOCKED);
    }

    @Test
    void withoutAConfigurationReportsGoToStandardError() throws Exception {
        run();
        assertUsualStandardError();
    }

    @Test
    void aConfigurationOfTheJdkSendsThemToItsLoggers() throws Exception {
        program.property("java.util.logging.config.file", julConfiguration().toString());
        run();
        assertThat(log())
                .contains("SEVERE io.jevent.failure " + FAILURE + " \njava.io.IOException: disk\n")
                .contains("SEVERE io.jevent.wsgi a line of the application \n")
                .containsPattern("INFO io\\.jevent\\.http\\.access 127\\.0\\.0\\.1 - - .*\"GET /page HTTP/1\\.0\" 200 ")
                .contains("WARNING io.jevent.monitor " + BLOCKED);
        assertThat(standardError()).isEmpty();
    }

    private Path julConfiguration() throws IOException {
        return write("jul.properties", """
                handlers=java.util.logging.FileHandler
                java.util.logging.FileHandler.pattern=%s
                java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter
                java.util.logging.SimpleFormatter.format=%%4$s %%3$s %%5$s %%6$s%%n
                """.formatted(folder.resolve("log")));
    }

    @Test
    void aLoggerFinderSendsThemToLogback() throws Exception {
        Path configuration = write("logback.xml", """
                <configuration>
                  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
                    <file>%s</file>
                    <encoder><pattern>%%level %%logger %%msg%%n</pattern></encoder>
                  </appender>
                  <logger name="io.jevent.http.access" level="OFF"/>
                  <root level="INFO"><appender-ref ref="FILE"/></root>
                </configuration>
                """.formatted(folder.resolve("log")));
        String slf4j = System.getProperty("jevent.slf4j");
        String logback = System.getProperty("jevent.logback");
        program.property("logback.configurationFile", configuration.toString())
                .without("slf4j-jdk14")
                .with(OwnJvm.artifact("ch.qos.logback", "logback-classic", logback))
                .with(OwnJvm.artifact("ch.qos.logback", "logback-core", logback))
                .with(OwnJvm.artifact("org.slf4j", "slf4j-jdk-platform-logging", slf4j));
        run();
        assertThat(log())
                .contains("ERROR io.jevent.failure " + FAILURE + "\njava.io.IOException: disk\n")
                .contains("WARN io.jevent.monitor " + BLOCKED)
                .doesNotContain("GET /page");
        assertThat(standardError()).isEmpty();
    }

    @Test
    void theSettingKeepsThemOnStandardError() throws Exception {
        program.property("java.util.logging.config.file", julConfiguration().toString())
                .property("jevent.log", "stderr");
        run();
        assertUsualStandardError();
    }

    @Test
    void theSettingSendsThemToLoggersThatNoPropertyConfigures() throws Exception {
        program.property("jevent.log", "logger");
        run();
        assertThat(standardError()).contains("SEVERE: " + FAILURE).contains("WARNING: " + BLOCKED);
    }

    @Test
    void loggersThatCannotBeMadeLoseNothing() throws Exception {
        write("services/META-INF/services/java.lang.System$LoggerFinder", BrokenFinder.class.getName());
        program.with(folder.resolve("services"));
        run();
        assertUsualStandardError();
        assertThat(standardError())
                .startsWith("jevent: the loggers cannot be made, reports go to standard error:"
                        + " java.lang.IllegalStateException: no configuration\n");
    }
}
