// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The programs of the tutorial that the corpus judges by the clock, and its servers, whose clients measure times. They
 * belong to the soak tests, because a busy machine makes them fail.
 */
@Tag("soak")
@Isolated("nothing else uses the processors")
class TutorialInRealTimeTest {

    /** Programs that wait for other processes, or patch; 13 shows calls that are not patched, so it comes first. */
    private static final List<String> REAL_TIME = List.of("13", "26", "04");

    @TempDir
    Path folder;

    /** 04 asks a time service that is gone: the one of the corpus answers, as its proxy or by its address. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void programsThatUseOtherProcessesPrintWhatTheyShould(int python) throws Exception {
        TutorialTest.needsCorpus();
        int port = freePort();
        Process service = new ProcessBuilder(
                        "/usr/bin/python3",
                        TutorialTest.program("04", 3)
                                .resolveSibling("time_server.py")
                                .toString(),
                        String.valueOf(port),
                        "0.01")
                .start();
        try {
            TutorialServers.await(service, port, true);
            String url = "http://127.0.0.1:" + port + "/";
            TutorialTest.judgeAll(folder, REAL_TIME, python, List.of(), Map.of("TIME_URL", url, "http_proxy", url));
        } finally {
            service.destroyForcibly().waitFor();
        }
    }

    @Test
    void aChildThatHasOneSecondAnswers() throws Exception {
        TutorialTest.needsCorpus();
        var result =
                PythonPrograms.run(2, List.of(), TutorialTest.program("27", 2).toString());

        assertThat(TutorialTest.judge(folder, "27", result.out()))
                .as(result.out() + result.err())
                .isEqualTo("OK");
    }

    @Test
    void serversAnswerAsTheyShould() throws Exception {
        TutorialTest.needsCorpus();
        TutorialTest.needsDebian("flask");
        try (var graalPy = new TutorialServers(3, folder);
                var jython = new TutorialServers(2, folder)) {
            jython.start(TutorialTest.program("31", 2), 5000); // the printed text has its port in it
            jython.start(TutorialTest.program("37", 2), 10_000);
            List<String> numbers = List.of("39", "37", "25", "31", "34", "36"); // 36 counts from its start
            for (String number : numbers) {
                graalPy.start(TutorialTest.program(number, 3), freePort());
            }
            var together = graalPy.poke(numbers.toArray(String[]::new));
            var onJython = jython.poke("31", "37");
            graalPy.start(TutorialTest.program("33", 3), 8000);
            judge(graalPy, graalPy.poke("33"));
            graalPy.stopLast();
            for (String number : List.of("33", "34", "36")) {
                jython.start(TutorialTest.program(number, 2), 8000);
                judge(jython, jython.poke(number));
                jython.stopLast();
            }
            judge(jython, onJython);
            judge(graalPy, together);
        }
    }

    private void judge(TutorialServers servers, Map<String, CompletableFuture<PythonPrograms.Result>> pokes)
            throws Exception {
        for (var poke : pokes.entrySet()) {
            PythonPrograms.Result client = poke.getValue().get();
            assertThat(TutorialTest.judge(folder, poke.getKey(), client.out()))
                    .as(poke.getKey() + "\n" + client.out() + client.err() + servers.errors())
                    .isEqualTo("OK");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
