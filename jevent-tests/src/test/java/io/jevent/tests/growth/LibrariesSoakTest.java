// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.OwnJvm;
import io.jevent.tests.programs.PostgresServer;
import io.jevent.tests.programs.RedisServer;
import io.jevent.tls.DevelopmentCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts short calls of the libraries that the tutorial names, patched, over TLS, while Netty, the libraries and the
 * program log through one appender of logback at DEBUG.
 */
@Tag("realtime")
class LibrariesSoakTest {

    private static final String LOGBACK = """
            <configuration>
              <appender name="FILE" class="ch.qos.logback.core.FileAppender">
                <file>${soak.log}</file>
                <encoder><pattern>%d %level [%thread] %logger: %msg%n</pattern></encoder>
              </appender>
              <root level="DEBUG"><appender-ref ref="FILE"/></root>
            </configuration>
            """;

    /** The driver of PostgreSQL and the JDK's HTTP client log through the JDK. */
    private static final String JDK_LOGGING = "handlers=org.slf4j.bridge.SLF4JBridgeHandler\n.level=FINE\n";

    @TempDir
    Path folder;

    @Test
    void libraryCallsAreCutShortForAWhile() throws Exception {
        assertThat(soak()).contains("killed");
        String log = Files.readString(folder.resolve("soak.log"));
        assertThat(log)
                .contains(" DEBUG ")
                .contains(
                        " io.netty.",
                        " com.zaxxer.hikari.",
                        " org.postgresql.",
                        " redis.clients.jedis.",
                        " jdk.httpclient.");
    }

    @Test
    @Tag("soak")
    void libraryCallsAreCutShortForLong() throws Exception {
        IO.println(soak("long"));
    }

    private String soak(String... more) throws Exception {
        var certificate = DevelopmentCertificate.create();
        try (var redis = RedisServer.startTls(folder, certificate);
                var postgres = PostgresServer.start(certificate)) {
            List<String> arguments =
                    new ArrayList<>(List.of(folder.toString(), "" + redis.port(), "" + postgres.port()));
            arguments.addAll(List.of(more));
            return jvm(arguments).run();
        }
    }

    private OwnJvm jvm(List<String> arguments) throws Exception {
        Path logback = Files.writeString(folder.resolve("logback.xml"), LOGBACK);
        Path logging = Files.writeString(folder.resolve("logging.properties"), JDK_LOGGING);
        String version = System.getProperty("jevent.logback");
        return new OwnJvm(LibrariesSoak.class, arguments.toArray(String[]::new))
                .patched("all")
                .propertiesHere("jevent.soak.")
                .property("soak.log", folder.resolve("soak.log").toString())
                .property("logback.configurationFile", logback.toString())
                .property("java.util.logging.config.file", logging.toString())
                .property("jdk.httpclient.HttpClient.log", "requests,ssl,trace")
                .without("slf4j-jdk14")
                .with(OwnJvm.artifact("ch.qos.logback", "logback-classic", version))
                .with(OwnJvm.artifact("ch.qos.logback", "logback-core", version))
                .with(OwnJvm.artifact("org.slf4j", "jul-to-slf4j", System.getProperty("jevent.slf4j")));
    }
}
