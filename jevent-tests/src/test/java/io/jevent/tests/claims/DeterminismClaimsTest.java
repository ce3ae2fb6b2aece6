// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.pool.Group;
import io.jevent.pool.Pool;
import io.jevent.socket.StreamSocket;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Determinism. */
class DeterminismClaimsTest {

    private static final List<Integer> FIFTY = IntStream.range(0, 50).boxed().toList();

    /** Everything that happens in some work with a pool, in order. */
    private static List<Object> history(Supplier<Group> pools) {
        var log = new ArrayList<Object>();
        pools.get().imapUnordered(i -> echo(i, log), FIFTY).forEachRemaining(log::add);
        pools.get().imap(i -> echo(i, log), FIFTY).forEachRemaining(log::add);
        log.addAll(pools.get().map(i -> echo(i, log), FIFTY));
        return log;
    }

    private static int echo(int i, List<Object> log) {
        for (int k = 0; k < 3; k++) {
            log.add(i + "." + k);
            if (i % 7 == k) {
                Jevent.sleep(Duration.ofMillis(i % 3));
            } else {
                Jevent.sleep();
            }
        }
        return i;
    }

    @Test
    @DisplayName("D1: the same greenlets with the same input give the same output")
    void tenRunsAreEqual() throws Exception {
        List<Supplier<Group>> kinds = List.of(() -> new Pool(10), () -> new Pool(3), Pool::new, Group::new);
        for (Supplier<Group> kind : kinds) {
            var histories = new ArrayList<List<Object>>();
            for (int run = 0; run < 10; run++) {
                VirtualTime.run(_ -> histories.add(history(kind)));
            }
            assertThat(histories).allMatch(history -> history.equals(histories.getFirst()));
        }
    }

    @Test
    @DisplayName(
            "D2: results of threads come in the order in which the system runs them; those of greenlets in one order")
    void greenletsAgreeWhereThreadsNeedNot() throws Exception {
        List<Integer> numbers = List.of(0, 1, 2);
        List<List<Integer>> ofThreads = new ArrayList<>();
        for (List<Integer> systemsOrder : List.of(List.of(0, 1, 2), List.of(2, 0, 1))) {
            ofThreads.add(orderOfThreads(numbers, systemsOrder));
        }
        assertThat(ofThreads).as("the same program, the same input").doesNotHaveDuplicates();
        var ofGreenlets = new ArrayList<List<Object>>();
        for (int run = 0; run < 10; run++) {
            VirtualTime.run(_ -> ofGreenlets.add(history(() -> new Pool(3))));
        }
        assertThat(ofGreenlets).containsOnly(ofGreenlets.getFirst());
        assertThat(Example.named("determinism").program().run().out()).endsWith("\ntrue\n");
    }

    /** The order in which a pool of threads gives its results if the system runs the threads in the given order. */
    private static List<Integer> orderOfThreads(List<Integer> numbers, List<Integer> systemsOrder) throws Exception {
        var order = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(numbers.size())) {
            var results = new ExecutorCompletionService<Integer>(threads);
            var turns = new ArrayList<CountDownLatch>();
            for (int number : numbers) {
                var turn = new CountDownLatch(1);
                turns.add(turn);
                var _ = results.submit(() -> {
                    turn.await();
                    return number;
                });
            }
            for (int next : systemsOrder) {
                turns.get(next).countDown();
                order.add(results.take().get());
            }
        }
        return order;
    }

    @Test
    @DisplayName("D3: what comes from outside (sockets, files) is not in the program's hands")
    void theOrderOfAnswersIsTheServers(@TempDir Path folder) throws Exception {
        assertThat(orderOfAnswers(2, 0, 1)).containsExactly("answer 2", "answer 0", "answer 1");
        assertThat(orderOfAnswers(1, 2, 0)).containsExactly("answer 1", "answer 2", "answer 0");
        Path file = folder.resolve("file");
        var read = new ArrayList<String>();
        for (String content : List.of("as it was", "as another program left it")) {
            Files.writeString(file, content);
            Jevent.run(() -> read.add(Jevent.spawn(() -> Files.readString(file)).result()));
        }
        assertThat(read).doesNotHaveDuplicates();
    }

    /** Returns the answers that three greenlets receive, in the order in which a server sends them. */
    private static List<String> orderOfAnswers(int... serversOrder) throws Exception {
        return Jevent.run(() -> {
            var order = new ArrayList<String>();
            try (var server = new ServerSocket(0, 3, InetAddress.getLoopbackAddress())) {
                var greenlets = new ArrayList<Greenlet<?>>();
                var connections = new ArrayList<Socket>();
                for (int i = 0; i < serversOrder.length; i++) {
                    var client = StreamSocket.connect(server.getLocalSocketAddress());
                    connections.add(server.accept());
                    greenlets.add(Jevent.spawn(() -> {
                        try (client) {
                            order.add(new String(client.inputStream().readAllBytes(), StandardCharsets.UTF_8));
                        }
                        return null;
                    }));
                }
                for (int i : serversOrder) {
                    try (Socket connection = connections.get(i)) {
                        connection.getOutputStream().write(("answer " + i).getBytes(StandardCharsets.UTF_8));
                    }
                    greenlets.get(i).join();
                }
            }
            return order;
        });
    }

    @Test
    @DisplayName("D4: greenlets can have races, too; the race is the same each time")
    void aReadAWaitAndAWriteLoseUpdates() throws Exception {
        for (int run = 0; run < 5; run++) {
            VirtualTime.run(_ -> {
                int[] count = {0};
                var greenlets = new ArrayList<Greenlet<?>>();
                for (int i = 0; i < 10; i++) {
                    greenlets.add(Jevent.spawn(() -> {
                        for (int k = 0; k < 10; k++) {
                            int seen = count[0];
                            Jevent.sleep();
                            count[0] = seen + 1;
                        }
                    }));
                }
                Jevent.joinAll(greenlets);
                assertThat(count[0]).isEqualTo(10);
            });
        }
    }
}
