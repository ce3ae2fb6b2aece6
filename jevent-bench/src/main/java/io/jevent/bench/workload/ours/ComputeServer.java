// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Computing;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Greenlets that compute. */
public final class ComputeServer {

    private ComputeServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        Served.onHubs(Integer.parseInt(args[0]), ComputeServer::compute);
    }

    private static void compute(StreamSocket socket) throws IOException {
        var message = ByteBuffer.allocate(Computing.SIZE);
        while (socket.read(message) >= 0) {
            if (!message.hasRemaining()) {
                long answer = Computing.answer(message.getLong(0));
                socket.sendAll(message.clear().putLong(answer).flip());
                message.clear();
            }
        }
    }
}
