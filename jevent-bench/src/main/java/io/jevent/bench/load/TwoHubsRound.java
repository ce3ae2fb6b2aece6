// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Computing;
import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Questions whose answers have to be computed, over many connections, each with a thread that asks and waits: whichever
 * loop of the server has connections always has a question.
 */
final class TwoHubsRound implements Rounds.Round {

    private static final int CONNECTIONS = 64;
    private static final int QUESTIONS = 16;

    private final Server server;
    private final List<Connection> connections = new ArrayList<>();
    private final long[] answers = new long[QUESTIONS];

    TwoHubsRound(Server server) {
        this.server = server;
        for (int question = 0; question < QUESTIONS; question++) {
            answers[question] = Computing.answer(question);
        }
    }

    @Override
    public double run(int requests) throws IOException, InterruptedException {
        while (connections.size() < CONNECTIONS) {
            connections.add(Connection.to(server));
        }
        var left = new AtomicInteger(requests);
        var meter = new Meter(server);
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            var asking = new ArrayList<Callable<Boolean>>();
            for (var connection : connections) {
                asking.add(() -> ask(connection, left));
            }
            for (var asked : threads.invokeAll(asking)) {
                check(asked);
            }
        }
        meter.stop();
        Rounds.remark(String.format(
                Locale.ROOT, "the server used %.2f processors", meter.processorSeconds() / meter.seconds()));
        return requests / meter.seconds();
    }

    private static void check(Future<Boolean> asked) throws IOException, InterruptedException {
        try {
            asked.get();
        } catch (ExecutionException e) {
            throw new IOException("a connection failed: " + e.getCause(), e);
        }
    }

    private boolean ask(Connection connection, AtomicInteger left) throws IOException {
        var message = ByteBuffer.allocateDirect(Computing.SIZE);
        for (int request = left.getAndDecrement(); request > 0; request = left.getAndDecrement()) {
            int question = request % QUESTIONS;
            connection.send(message.clear().putLong(question).flip());
            connection.receive(message.clear());
            long answer = message.getLong(0);
            if (answer != answers[question]) {
                throw new IOException(
                        "the answer to " + question + " is " + answer + " instead of " + answers[question]);
            }
        }
        return true;
    }
}
