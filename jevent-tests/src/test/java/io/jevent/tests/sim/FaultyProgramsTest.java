// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.sim.Exploration;
import io.jevent.sim.Faults;
import io.jevent.sim.Node;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Programs with a fault that shows only if the network, a machine or the time is unkind. Nothing in them is random: all
 * of that comes from the simulation.
 */
@SuppressWarnings("AddressSelection") // the names of simulated nodes have one address
class FaultyProgramsTest {

    private static final int FEW = 200;

    private static Simulation simulation() {
        return Simulation.named("test").schedules(FEW);
    }

    private static void finds(String what, Exploration exploration) {
        assertThat(exploration.failure())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining(what));
        assertThat(exploration.schedules()).isLessThanOrEqualTo(FEW);
    }

    /**
     * Asks a server and asks again if the answer is late. The faulty one goes on with the connection, and takes the
     * late answer for that to its next question.
     */
    private static final class Client implements AutoCloseable {

        private final boolean closesAfterTimeout;
        private @Nullable Socket socket;
        private @Nullable BufferedReader answers;

        Client(boolean closesAfterTimeout) {
            this.closesAfterTimeout = closesAfterTimeout;
        }

        String ask(String question) throws IOException {
            for (int attempt = 0; attempt < 4; attempt++) {
                try {
                    return askOnce(question);
                } catch (SocketTimeoutException _) {
                    if (closesAfterTimeout) {
                        close();
                    }
                } catch (IOException _) {
                    close();
                }
            }
            throw new IOException("no answer to " + question);
        }

        private String askOnce(String question) throws IOException {
            Socket open = socket;
            if (open == null) {
                open = new Socket("server", 7000);
                open.setSoTimeout(60);
                socket = open;
                answers = new BufferedReader(new InputStreamReader(open.getInputStream(), UTF_8));
            }
            open.getOutputStream().write((question + "\n").getBytes(UTF_8));
            String line = java.util.Objects.requireNonNull(answers).readLine();
            if (line == null) {
                throw new EOFException();
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            Socket open = socket;
            socket = null;
            if (open != null) {
                open.close();
            }
        }
    }

    private static void serve() throws IOException {
        try (var listener = new ServerSocket(7000);
                var threads = Executors.newCachedThreadPool()) {
            while (true) {
                Socket socket = listener.accept();
                threads.execute(() -> {
                    try (socket;
                            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
                        String line;
                        while ((line = in.readLine()) != null) {
                            Thread.sleep(5);
                            socket.getOutputStream().write(("re " + line + "\n").getBytes(UTF_8));
                        }
                    } catch (IOException | InterruptedException _) {
                        // the client is gone
                    }
                });
            }
        }
    }

    private static void askAll(Sim sim, boolean closesAfterTimeout) throws Exception {
        Node _ = sim.node("server", "10.0.0.1", _ -> serve());
        Jevent.sleep(Duration.ofMillis(1));
        List<Greenlet<?>> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            clients.add(sim.client(() -> {
                try (var client = new Client(closesAfterTimeout)) {
                    for (int j = 0; j < 10; j++) {
                        String question = number + "." + j;
                        try {
                            assertThat(client.ask(question)).as("the answer").isEqualTo("re " + question);
                        } catch (IOException _) {
                            // the network is too bad
                        }
                    }
                }
                return true;
            }));
        }
        Jevent.joinAllOrThrow(clients);
    }

    @Test
    void aLateAnswerIsTakenForTheNext() {
        finds("[the answer]", simulation().faults(Faults.NETWORK).explore(sim -> askAll(sim, false)));
    }

    @Test
    void theMendedClientPassesInAThousandSchedules() {
        var _ = simulation().schedules(1000).faults(Faults.NETWORK).run(sim -> askAll(sim, true));
    }

    /** A datagram that comes late, and is taken for the answer to the next question. */
    @Test
    void aRetryOverUdpDoesNotNumberItsQuestions() {
        finds("[the answer]", simulation().explore(sim -> {
            sim.net().latency(Duration.ofMillis(1), Duration.ofMillis(80));
            Node _ = sim.node("server", "10.0.0.1", _ -> {
                try (var socket = new DatagramSocket(9)) {
                    var packet = new DatagramPacket(new byte[100], 100);
                    while (true) {
                        socket.receive(packet);
                        socket.send(packet);
                        packet.setLength(100);
                    }
                }
            });
            Jevent.sleep(Duration.ofMillis(1));
            try (var socket = new DatagramSocket()) {
                socket.setSoTimeout(100);
                for (int i = 0; i < 5; i++) {
                    askByUdp(socket, "question " + i);
                }
            }
        }));
    }

    private static void askByUdp(DatagramSocket socket, String question) throws IOException {
        byte[] bytes = question.getBytes(UTF_8);
        for (int attempt = 0; attempt < 3; attempt++) {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("server"), 9));
            try {
                var answer = new DatagramPacket(new byte[100], 100);
                socket.receive(answer);
                assertThat(new String(answer.getData(), 0, answer.getLength(), UTF_8))
                        .as("the answer")
                        .isEqualTo(question);
                return;
            } catch (SocketTimeoutException _) {
                // once more
            }
        }
    }

    /** A worker that takes a job out of the queue before it has done it. */
    @Test
    void aJobIsLostInACrash() {
        finds("lost", simulation().faults(Faults.CRASHES).explore(sim -> {
            Set<Integer> done = new HashSet<>();
            Node _ = sim.node("queue", "10.0.0.1", _ -> {
                int next = 0;
                try (var listener = new ServerSocket(1)) {
                    while (true) {
                        try (Socket worker = listener.accept()) {
                            worker.getOutputStream().write(next < 5 ? next++ : 255);
                        } catch (IOException _) {
                            // the worker is gone, and the job with it
                        }
                    }
                }
            });
            Node _ = sim.node("worker", "10.0.0.2", _ -> {
                while (true) {
                    try (var socket = new Socket("queue", 1)) {
                        int job = socket.getInputStream().read();
                        if (job == 255) {
                            return;
                        }
                        Thread.sleep(3);
                        if (job >= 0) {
                            done.add(job);
                        }
                    } catch (IOException _) {
                        Thread.sleep(100);
                    }
                }
            });
            Jevent.sleep(Duration.ofMinutes(2));
            assertThat(done).as("lost").contains(0, 1, 2, 3, 4);
        }));
    }

    /** A participant that gives up by itself, although it has promised to commit. */
    @Test
    void aParticipantOfTwoPhaseCommitGivesUp() {
        finds("decided", simulation().faults(Faults.NETWORK).explore(sim -> {
            Set<String> decided = new HashSet<>();
            for (int i = 1; i <= 2; i++) {
                Node _ = sim.node("participant" + i, "10.0.0." + i, _ -> participate(decided));
            }
            Jevent.sleep(Duration.ofMillis(1));
            var coordinator = sim.client(() -> {
                try (var first = new Socket("participant1", 1);
                        var second = new Socket("participant2", 1)) {
                    first.setSoTimeout(500);
                    second.setSoTimeout(500);
                    first.getOutputStream().write('p');
                    second.getOutputStream().write('p');
                    boolean both = first.getInputStream().read() == 'y'
                            && second.getInputStream().read() == 'y';
                    first.getOutputStream().write(both ? 'c' : 'a');
                    second.getOutputStream().write(both ? 'c' : 'a');
                } catch (IOException _) {
                    // both give up
                }
                return true;
            });
            coordinator.join();
            Jevent.sleep(Duration.ofMinutes(1));
            assertThat(decided).as("decided").hasSizeLessThan(2);
        }));
    }

    private static void participate(Set<String> decided) throws IOException {
        try (var listener = new ServerSocket(1);
                Socket socket = listener.accept()) {
            socket.setSoTimeout(150);
            try {
                if (socket.getInputStream().read() == 'p') {
                    socket.getOutputStream().write('y');
                    decided.add(socket.getInputStream().read() == 'c' ? "commit" : "abort");
                }
            } catch (IOException _) {
                decided.add("abort");
            }
        }
    }

    /** A store that answers before it has forced its file. */
    @Test
    void anAnswerIsGivenBeforeTheDiskHasIt() {
        finds("kept", simulation().explore(sim -> {
            Node store = sim.node("store", "10.0.0.1", node -> {
                Path file = node.disk().path("/values");
                if (!Files.exists(file)) {
                    Files.createFile(file);
                }
                try (var listener = new ServerSocket(1)) {
                    while (true) {
                        try (Socket socket = listener.accept()) {
                            int value = socket.getInputStream().read();
                            if (value == '?') {
                                socket.getOutputStream().write(Files.readAllBytes(file));
                            } else {
                                Files.write(file, new byte[] {(byte) value}, StandardOpenOption.APPEND);
                                socket.getOutputStream().write('k');
                            }
                        }
                    }
                }
            });
            Jevent.sleep(Duration.ofMillis(1));
            assertThat(exchange('x')).contains('k');
            store.crash();
            store.restart();
            Jevent.sleep(Duration.ofMillis(1));
            assertThat(exchange('?')).as("kept").contains('x');
        }));
    }

    private static byte[] exchange(char value) throws IOException {
        try (var socket = new Socket("store", 1)) {
            socket.getOutputStream().write(value);
            return socket.getInputStream().readAllBytes();
        }
    }
}
