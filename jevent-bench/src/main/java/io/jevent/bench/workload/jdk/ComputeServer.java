// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.Computing;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Virtual threads that compute. */
public final class ComputeServer {

    private ComputeServer() {}

    /** Serves until the input ends. */
    public static void main(String[] args) throws Exception {
        Served.inVirtualThreads(ComputeServer::compute);
    }

    private static void compute(Socket socket) throws IOException {
        var input = socket.getInputStream();
        var output = socket.getOutputStream();
        var message = ByteBuffer.allocate(Computing.SIZE);
        while (input.readNBytes(message.array(), 0, Computing.SIZE) == Computing.SIZE) {
            message.putLong(0, Computing.answer(message.getLong(0)));
            output.write(message.array());
        }
    }
}
