// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Bulk;
import io.jevent.socket.StreamSocket;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A greenlet that receives and sends in blocks. */
public final class BulkServer {

    private BulkServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        Served.onHubs(Integer.parseInt(args[0]), BulkServer::serve);
    }

    private static void serve(StreamSocket socket) throws IOException {
        var request = ByteBuffer.allocate(Bulk.REQUEST);
        var buffer = ByteBuffer.allocateDirect(Bulk.BLOCK);
        var block = Bulk.block();
        while (socket.read(request) >= 0) {
            if (!request.hasRemaining()) {
                long bytes = request.flip().position(1).getLong();
                if (request.get(0) == Bulk.TAKE) {
                    take(socket, bytes, buffer);
                } else {
                    give(socket, bytes, block);
                }
                request.clear();
            }
        }
    }

    private static void take(StreamSocket socket, long bytes, ByteBuffer buffer) throws IOException {
        long left = bytes;
        while (left > 0) {
            int length = socket.read(buffer.clear());
            if (length < 0) {
                throw new EOFException("the generator closed the connection");
            }
            left -= length;
        }
        socket.sendAll(buffer.clear().putLong(bytes - left).flip());
    }

    private static void give(StreamSocket socket, long bytes, ByteBuffer block) throws IOException {
        for (long sent = 0; sent < bytes; sent += Bulk.BLOCK) {
            socket.sendAll(block.rewind());
        }
    }
}
