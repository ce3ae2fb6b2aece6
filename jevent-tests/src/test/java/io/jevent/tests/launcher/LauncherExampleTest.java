// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jevent.tests.documents.Readme;
import io.jevent.tests.examples.Example;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples, and the program of the README, as processes of their own. */
@Tag("realtime")
class LauncherExampleTest {

    @TempDir
    private static Path folder;

    private static Checkout checkout;

    @BeforeAll
    static void build() throws Exception {
        checkout = new Checkout(folder);
    }

    @Test
    void theListIsTheIndex() throws Exception {
        Outcome list = checkout.jevent("example");
        assertThat(list.err()).isEmpty();
        assertThat(list.out().lines())
                .hasSameSizeAs(Example.all())
                .allMatch(line -> Example.all().stream()
                        .anyMatch(example -> line.startsWith(example.name() + " ") && line.endsWith(example.about())));
    }

    @Test
    void anExampleRunsAsInTheTests() throws Exception {
        for (String name : new String[] {"switch", "queue", "group", "semaphore", "local", "socket-pool"}) {
            assertThat(checkout.jevent("example", name))
                    .as("%s", name)
                    .isEqualTo(
                            new Outcome(0, Example.named(name).program().run().out(), ""));
        }
    }

    @Test
    void aFailureInAGreenletIsPrintedAndDoesNotEndTheProgram() throws Exception {
        Outcome outcome = checkout.jevent("example", "state");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).endsWith("false\nYou fail at failing.\n");
        assertThat(outcome.err())
                .startsWith("java.lang.IllegalStateException: You fail at failing.\n")
                .contains("failed with IllegalStateException");
    }

    @Test
    void theReadmesFirstCommandServesTheChat() throws Exception {
        assertThat(Readme.commands().getFirst()).isEqualTo("./jevent example chat");
        Process chat = checkout.start("sh", "example", "chat", "127.0.0.1:0");
        try (var http = HttpClient.newHttpClient()) {
            String line = chat.inputReader().readLine();
            assertThat(line).matches("chat at http://127\\.0\\.0\\.1:\\d+/");
            var page = HttpRequest.newBuilder(URI.create(line.substring(line.indexOf("http"))))
                    .build();
            assertThat(http.send(page, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        } finally {
            chat.destroy();
        }
        assertThat(chat.waitFor()).isEqualTo(143);
    }

    @Test
    void fetchSaysHowMuchFasterAllAtOnceIs() throws Exception {
        Outcome outcome = checkout.jevent("example", "fetch", "20");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out().lines()).hasSize(20).contains("Synchronous:", "Asynchronous:");
        assertThat(outcome.err()).matches("one by one .* s, all at once .* s: .* times as fast\n");
    }

    @Test
    void theProgramOfTheReadmePrintsWhatItSays() throws Exception {
        Path file = checkout.write("Program.java", Readme.program());
        assertThat(checkout.jevent("run", file)).isEqualTo(new Outcome(0, Readme.output(), ""));
    }

    @Test
    void sigquitEndsTheProgramInAnOrderlyWay() throws Exception {
        Process probe = new ProcessBuilder("env", "--block-signal=QUIT", "sh", "-c", ":").start();
        assumeTrue(probe.waitFor() == 0 && Files.exists(Path.of("/proc/self/comm")), "needs Linux and its env");
        Process process = checkout.start("sh", "example", "-J-Xrs", "shutdown");
        while (!Files.readString(Path.of("/proc/" + process.pid() + "/comm")).equals("java\n")) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(Outcome.of(process)).isEqualTo(new Outcome(0, "", ""));
    }
}
