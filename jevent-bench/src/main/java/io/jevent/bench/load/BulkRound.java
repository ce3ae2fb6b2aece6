// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Bulk;
import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sends as much as it can to the server, then has it send as much. */
final class BulkRound implements Rounds.Round {

    private static final double MEGA = 1e6;

    private final Server server;
    private final ByteBuffer block = Bulk.block();
    private final ByteBuffer received = ByteBuffer.allocateDirect(Bulk.BLOCK);
    private final ByteBuffer request = ByteBuffer.allocateDirect(Bulk.REQUEST);
    private @Nullable Connection connection;

    BulkRound(Server server) {
        this.server = server;
    }

    @Override
    public double run(int blocks) throws IOException {
        if (connection == null) {
            connection = Connection.to(server);
        }
        double megabytes = (double) blocks * Bulk.BLOCK / MEGA;
        var taking = new Meter(server);
        send(connection, blocks);
        taking.stop();
        var giving = new Meter(server);
        receive(connection, blocks);
        giving.stop();
        Rounds.remark(String.format(
                Locale.ROOT,
                "receiving %,.0f, sending %,.0f MB/cpu-s; by the clock %,.0f and %,.0f MB/s",
                megabytes / taking.processorSeconds(),
                megabytes / giving.processorSeconds(),
                megabytes / taking.seconds(),
                megabytes / giving.seconds()));
        return 2 * megabytes / (taking.processorSeconds() + giving.processorSeconds());
    }

    private void send(Connection to, int blocks) throws IOException {
        ask(to, Bulk.TAKE, blocks);
        for (int i = 0; i < blocks; i++) {
            to.send(block.rewind());
        }
        var answer = ByteBuffer.allocate(Long.BYTES);
        to.receive(answer);
        long arrived = answer.getLong(0);
        if (arrived != (long) blocks * Bulk.BLOCK) {
            throw new IOException("the server received " + arrived + " bytes of " + (long) blocks * Bulk.BLOCK);
        }
    }

    private void receive(Connection from, int blocks) throws IOException {
        ask(from, Bulk.GIVE, blocks);
        for (int i = 0; i < blocks; i++) {
            from.receive(received.clear());
            int wrong = block.rewind().mismatch(received.flip());
            if (wrong >= 0) {
                throw new IOException("block " + i + " is wrong from byte " + wrong + " on");
            }
        }
    }

    private void ask(Connection of, byte what, int blocks) throws IOException {
        of.send(request.clear().put(what).putLong((long) blocks * Bulk.BLOCK).flip());
    }
}
